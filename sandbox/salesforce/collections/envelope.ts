import type { VendorRequest } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { Refused } from '../refusals';
import { bodyOf } from '../requestBody';
import type { SobjectType } from '../schema/sobjectType';
import { sobjectNamed } from '../schema/sobjects';

/** Records of one call, and runs of one type among them (REST API guide, sObject Collections). */
export const MAX_RECORDS = 200;
const MAX_CHUNKS = 10;

export interface Envelope {
	allOrNone: boolean;
	records: Array<{ type: SobjectType; body: JsonObject }>;
}

export function tooManyRecords(limit = MAX_RECORDS): Refused {
	return new Refused(
		'EXCEEDED_ID_LIMIT',
		`record limit reached. cannot submit more than ${limit} records into this call`,
	);
}

function typeOf({ attributes }: JsonObject): SobjectType {
	const name = isJsonObject(attributes) ? attributes.type : undefined;
	if (typeof name !== 'string') {
		throw new Refused('INVALID_INPUT', "Include the 'type' of each record in its attributes");
	}
	const type = sobjectNamed(name);
	if (type !== undefined) return type;
	throw new Refused('INVALID_TYPE', `sObject type '${name}' is not supported.`);
}

function refuseManyChunks(types: readonly SobjectType[]): void {
	const chunks = types.filter((type, place) => type !== types[place - 1]).length;
	if (chunks <= MAX_CHUNKS) return;
	throw new Refused(
		'LIMIT_EXCEEDED',
		`Cannot have more than ${MAX_CHUNKS} chunks in a single operation. Please rearrange the data to reduce chunking.`,
	);
}

/** What a call with `records` brings; everything wrong with its frame refuses it whole. */
export function envelopeOf(request: VendorRequest): Envelope {
	const { records, allOrNone = false } = bodyOf(request);
	if (typeof allOrNone !== 'boolean') {
		throw new Refused('JSON_PARSER_ERROR', 'allOrNone must be a boolean at [line:1, column:1]');
	}
	if (!Array.isArray(records) || records.length === 0) {
		throw new Refused('MISSING_ARGUMENT', "The 'records' of the request are missing");
	}
	if (records.length > MAX_RECORDS) throw tooManyRecords();
	const list: unknown[] = records;
	const read = list.map((body) => {
		if (isJsonObject(body)) return { type: typeOf(body), body };
		throw new Refused('JSON_PARSER_ERROR', 'A record must be an object at [line:1, column:1]');
	});
	refuseManyChunks(read.map(({ type }) => type));
	return { allOrNone, records: read };
}
