import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ParameterReader } from '../parameters';
import type { PollList } from './trigger';

/** Whether the first poll of a trigger gives what exists already. */
export const beginField: INodeProperties = {
	displayName: 'Begin With',
	name: 'begin',
	type: 'options',
	default: 'now',
	description: 'What the first poll gives',
	options: [
		{ name: 'All Records That Exist', value: 'all' },
		{ name: 'Records From Now On', value: 'now' },
	],
};

export function readBegin(read: ParameterReader): PollList['begin'] {
	return read.text('begin') === 'all' ? 'all' : 'now';
}

/** What starts the workflow, of these events; one of them is "created". */
export function eventsField(options: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['created'],
		description:
			'What starts the workflow. Each event is an item of its own, and says which it is.',
		options,
	};
}

/** How far back each poll reads again. `description` says why the vendor may show things late. */
export function lookBackField(minutes: number, description: string): INodeProperties {
	return {
		displayName: 'Look-Back (Minutes)',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: minutes,
		description,
	};
}
