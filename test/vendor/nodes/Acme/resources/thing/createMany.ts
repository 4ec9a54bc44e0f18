import { rowFailure, type RowResult } from '../../../../../../nodes/shared/engine/batch';
import { asArray, asObject, asText } from '../../../../../../nodes/shared/engine/body';
import { batchOperation } from '../../../../../../nodes/shared/node/batchOperation';
import { Problem } from '../../../../../../nodes/shared/node/parameters';
import { BATCH_SIZE } from '../../vendor';

interface Row {
	name: string;
}

/** Answers name each thing by its place in the request. */
export const createMany = batchOperation<Row>({
	name: 'Create',
	action: 'Create things',
	description: 'Create things, fifty in a request',
	fields: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. anvil',
			description: 'What the thing is called',
		},
	],
	batchSize: BATCH_SIZE,
	row: (read) => {
		const name = read.text('name');
		return name === '' ? new Problem('Name is empty', 'Enter a name for this item.') : { name };
	},
	request: (rows, _, resend) => ({
		operation: 'thing.create',
		method: 'POST',
		path: '/things/batch',
		body: { things: rows.map(({ name }) => ({ name })) },
		safeToRepeat: resend,
		quotas: ['requests'],
		records: rows.length,
	}),
	readRows: (answer, rows) => {
		const results = asArray(asObject(answer.data).results).map(asObject);
		return rows.map((_, place): RowResult | undefined => {
			const own = results.find((result) => result.place === place);
			if (own === undefined) return undefined;
			const { error, id } = own;
			if (error === undefined) return { ok: true, data: { id } };
			return { ok: false, failure: rowFailure('row-rejected', asText(error) ?? '', answer) };
		});
	},
	causedByRow: ({ status }) => status === 422,
});
