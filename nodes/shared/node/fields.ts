import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import type { Operation } from './operation';

/** A resource of a node: its label and its operations, in the order of the list. */
export interface Resource {
	name: string;
	value: string;
	operations: Record<string, Operation>;
}

/** The Resource list, the Operation list of each resource, and the fields of each operation. */
export function resourceFields(resources: Resource[]): INodeProperties[] {
	const fields: INodeProperties[] = [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: resources[0]?.value ?? '',
		},
	];
	for (const { value: resource, operations } of resources) {
		fields.push({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource] } },
			options: Object.entries(operations).map(([value, { name, action, description }]) => ({
				name,
				value,
				action,
				description,
			})),
			default: Object.keys(operations)[0] ?? '',
		});
		for (const [operation, { fields: own }] of Object.entries(operations)) {
			const show = { resource: [resource], operation: [operation] };
			fields.push(...updateDisplayOptions({ show }, own));
		}
	}
	return fields;
}

/** Return All and Limit, as n8n's own nodes have them, and where to go on after a failure. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	{
		displayName: 'Resume From',
		name: 'resumeFrom',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.details.resumeFrom }}',
		description:
			'Where an earlier run stopped, as its error item says. Leave empty to begin at the first page.',
	},
];
