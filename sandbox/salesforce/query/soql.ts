import { createRequire } from 'node:module';

import type * as SoqlParser from '@jetstreamapp/soql-parser-js';
import type { Query } from '@jetstreamapp/soql-parser-js';

import { Refused } from '../refusals';

/** A statement's length (SOQL and SOSL limits, Summer '26). */
const MAX_CHARACTERS = 100_000;

let parser: typeof SoqlParser | undefined;

/** Loaded when first asked for: that takes half a second, which no test without a query should pay. */
function loaded(): typeof SoqlParser {
	parser ??= createRequire(__filename)('@jetstreamapp/soql-parser-js') as typeof SoqlParser;
	return parser;
}

export function malformed(message: string): Refused {
	return new Refused('MALFORMED_QUERY', message);
}

/** What Salesforce would take and this sandbox does not; said aloud instead of answered wrongly. */
export function notServed(what: string): Refused {
	return malformed(`${what} is not served by this sandbox`);
}

function refuseUnserved(query: Query): void {
	const unserved: Array<[keyof Query, string]> = [
		['groupBy', 'GROUP BY'],
		['having', 'HAVING'],
		['usingScope', 'USING SCOPE'],
		['withDataCategory', 'WITH DATA CATEGORY'],
		['withSecurityEnforced', 'WITH SECURITY_ENFORCED'],
		['withAccessLevel', 'WITH USER_MODE'],
		['for', 'FOR'],
		['update', 'UPDATE'],
	];
	const found = unserved.find(([clause]) => query[clause] !== undefined);
	if (found !== undefined) throw notServed(found[1]);
}

/** A parsed SELECT; throws MALFORMED_QUERY for what is no SOQL. */
export function parsedSoql(text: string): Query {
	if (text.length > MAX_CHARACTERS) {
		throw malformed(`SOQL statements cannot be longer than ${MAX_CHARACTERS} characters.`);
	}
	let query: Query;
	try {
		query = loaded().parseQuery(text);
	} catch (error) {
		const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
		throw malformed(`unexpected token: ${reason}`);
	}
	refuseUnserved(query);
	return query;
}
