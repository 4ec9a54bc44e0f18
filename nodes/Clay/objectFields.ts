import type { INodeProperties } from 'n8n-workflow';
import { readJsonObject, type JsonObject } from '../shared/node/jsonObject';
import type { Problem, ParameterReader } from '../shared/node/parameters';

/** An object that a user gives as JSON or field by field. */
export interface ObjectField {
	displayName: string;
	/** What its parameters begin with. */
	name: string;
	description: string;
	/** Of the JSON. */
	jsonDescription: string;
	/** Of the name of a field. */
	fieldDescription: string;
}

/** The parameters of an object: how it is given, and each of the ways. */
export function objectFields(field: ObjectField): INodeProperties[] {
	const { displayName, name, description, jsonDescription, fieldDescription } = field;
	const source = `${name}Source`;
	return [
		{
			displayName,
			name: source,
			type: 'options',
			noDataExpression: true,
			default: 'json',
			description,
			options: [
				{ name: 'Fields Below', value: 'fields' },
				{ name: 'JSON', value: 'json', description: 'An object, such as the input item' },
			],
		},
		{
			displayName: 'JSON',
			name: `${name}Json`,
			type: 'json',
			typeOptions: { rows: 5 },
			default: '={{ $json }}',
			required: true,
			description: jsonDescription,
			displayOptions: { show: { [source]: ['json'] } },
		},
		{
			displayName: 'Fields',
			name: `${name}Fields`,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			default: {},
			placeholder: 'Add field',
			displayOptions: { show: { [source]: ['fields'] } },
			options: [
				{
					displayName: 'Field',
					name: 'field',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. email',
							description: fieldDescription,
						},
						{ displayName: 'Value', name: 'value', type: 'string', default: '' },
					],
				},
			],
		},
	];
}

/** The object of an item, or what is wrong with it. Fields without a name are left out. */
export function readObject(
	read: ParameterReader,
	{ displayName, name }: ObjectField,
): JsonObject | Problem {
	if (read.text(`${name}Source`) !== 'fields') {
		return readJsonObject(read, `${name}Json`, displayName, '{"email": "name@example.com"}');
	}
	const fields = read
		.list(`${name}Fields`, 'field')
		.map((field) => [String(field.name ?? '').trim(), field.value] as const)
		.filter(([field]) => field !== '');
	return Object.fromEntries(fields) as JsonObject;
}
