import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import type { Labels, Operation } from './operation';

/** A resource of a node: its label and its operations, in the order of the list. */
export interface Resource<Kind extends Labels = Operation> {
	name: string;
	value: string;
	operations: Record<string, Kind>;
}

/** A choice that expressions may not change, since other fields hang on it. The first is chosen. */
function choice(
	displayName: string,
	name: string,
	options: INodePropertyOptions[],
): INodeProperties {
	const field: INodeProperties = {
		displayName,
		name,
		type: 'options',
		noDataExpression: true,
		options,
		default: '',
	};
	field.default = options[0]?.value ?? '';
	return field;
}

/** The Resource list, the Operation list of each resource, and the fields of each operation. */
export function resourceFields(resources: Array<Resource<Labels>>): INodeProperties[] {
	const fields = [
		choice(
			'Resource',
			'resource',
			resources.map(({ name, value }) => ({ name, value })),
		),
	];
	for (const { value: resource, operations } of resources) {
		const options = Object.entries(operations).map(([value, { name, action, description }]) => ({
			name,
			value,
			action,
			description,
		}));
		const show = { resource: [resource] };
		fields.push(...updateDisplayOptions({ show }, [choice('Operation', 'operation', options)]));
		for (const [operation, { fields: own }] of Object.entries(operations)) {
			fields.push(...updateDisplayOptions({ show: { ...show, operation: [operation] } }, own));
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
