import type { INodeProperties } from 'n8n-workflow';
import { asObject } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { listFields } from '../../../shared/node/fields';
import { listOperation, type ListPlan } from '../../../shared/node/listOperation';
import { toItem, type Facts, type Labels, type Operation } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { simplifyField } from '../../../shared/node/view';
import { sceneOf } from '../../scene';
import { addressLength, isTooLong } from '../../soql/addressLength';
import { fillPlaceholders, valuesField } from '../../soql/placeholders';
import { queryPages, queryRequest, readPage, recordIdIn } from '../../soql/query';
import { withWholeChildren } from '../../soql/whole';
import { LONGEST_SOQL } from '../../vendor';
import { simplified } from '../../view';
import { withDeletedField } from '../record/fields';

export const soqlField: INodeProperties = {
	displayName: 'Query',
	name: 'soql',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: "e.g. SELECT Id, Name FROM Account WHERE Industry = 'Retail'",
	description: 'In SOQL, the query language of Salesforce',
};

const labels: Labels = {
	name: 'Run Query',
	action: 'Run a query',
	description: 'Run a SOQL query, all pages of it',
	fields: [soqlField, valuesField, ...listFields, simplifyField, withDeletedField],
};

export const runQuery: Operation = {
	...labels,
	async run(original) {
		const { context } = sceneOf(original);
		const { send } = withWholeChildren(context.client);
		await listOperation(labels, plan).run({ ...context, client: { ...context.client, send } });
	},
};

/** The query of an item, with its values. */
export function readSoql(read: ParameterReader): string | Problem {
	const soql = read.text('soql');
	return soql === ''
		? new Problem('Query is empty', 'Enter a query, such as SELECT Id, Name FROM Account.')
		: fillPlaceholders(soql, read);
}

function plan(read: ParameterReader, facts: Facts): ListPlan | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const soql = readSoql(read);
	if (soql instanceof Problem) return soql;
	if (isTooLong(soql)) {
		return new Problem(
			`The query takes ${addressLength(soql)} characters in an address, which has room for ${LONGEST_SOQL}`,
			'Shorten it, or use "Bulk Job: Query", which takes any length.',
		);
	}
	return {
		limit,
		style: queryPages(queryRequest('query.runQuery', soql, facts, read.flag('withDeleted'))),
		read: isCount(soql) ? countOf : readPage,
		keyOf: recordIdIn,
		toItem: read.flag('simplify') ? simplified : (row) => toItem(asObject(row)),
	};
}

/** COUNT() without a field has no records: the number stands beside them (SOQL guide, 2026-08). */
function isCount(soql: string): boolean {
	return /^select\s+count\s*\(\s*\)/i.test(soql);
}

function countOf(data: JsonValue | undefined) {
	const { rows, total = 0 } = readPage(data);
	return { rows, instead: [{ count: total }] };
}
