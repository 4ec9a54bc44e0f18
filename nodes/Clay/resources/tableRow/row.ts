import type { INodeProperties } from 'n8n-workflow';
import type { JsonObject } from '../../../shared/node/jsonObject';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { objectFields, readObject, type ObjectField } from '../../objectFields';
import { ROW_BYTES } from '../../vendor';

const FIELD = 'correlation_id';

const rowField: ObjectField = {
	displayName: 'Row',
	name: 'row',
	description: 'What the row holds: Clay keeps it in one cell, from which columns are mapped',
	jsonDescription: 'The row as one JSON object',
	fieldDescription: 'Name of the field in the cell',
};

/** What a row holds, and what it is known by. */
export const rowFields: INodeProperties[] = [
	...objectFields(rowField),
	{
		displayName: 'Correlation ID Field',
		name: 'correlationField',
		type: 'string',
		default: FIELD,
		required: true,
		placeholder: `e.g. ${FIELD}`,
		description:
			'Field of the row that holds its correlation ID: Clay gives rows no ID that it tells, so this is what finds them again',
	},
	{
		displayName: 'Correlation ID',
		name: 'correlationId',
		type: 'string',
		default: '',
		placeholder: 'e.g. lead-0017',
		description:
			'An ID of your own. Leave empty to take the one that the row has in this field, or else a new one.',
	},
];

/** A row as it is sent. */
export interface Row {
	correlationId: string;
	/** Where it stands in the body. */
	correlationField: string;
	body: JsonObject;
}

/** The row of an item, or what is wrong with it. `fresh` makes an ID for a row without one. */
export function readRow(read: ParameterReader, fresh: () => string): Row | Problem {
	const fields = readObject(read, rowField);
	if (fields instanceof Problem) return fields;
	if (Object.keys(fields).length === 0) {
		return new Problem('The row is empty', 'Fill Row: a row of Clay has at least one field.');
	}
	const name = read.text('correlationField');
	if (name === '') {
		return new Problem('Correlation ID Field is empty', `Fill it, such as ${FIELD}.`);
	}
	const own = fields[name];
	const given = read.text('correlationId') || plainText(own);
	const correlationId = given === '' ? fresh() : given;
	const body = { ...fields, [name]: correlationId };
	const bytes = Buffer.byteLength(JSON.stringify(body));
	if (bytes <= ROW_BYTES) return { correlationId, correlationField: name, body };
	return new Problem(
		`The row has ${Math.ceil(bytes / 1024)} KB, but Clay takes ${ROW_BYTES / 1024} KB at most`,
		'Send fewer or shorter fields.',
	);
}

function plainText(value: JsonObject[string]): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
