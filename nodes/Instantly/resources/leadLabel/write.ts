import type { INodeProperties } from 'n8n-workflow';
import { recordRequest } from '../../entity/entity';
import { recordOperation } from '../../entity/record';
import type { JsonValue } from '../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { instantlyRequest } from '../../vendor';
import { leadLabelEntity } from './leadLabel';
import { SENTIMENTS } from './sentiments';

const labelField: INodeProperties = {
	displayName: 'Label',
	name: 'label',
	type: 'string',
	default: '',
	placeholder: 'e.g. Call back in spring',
	description: 'What the label is called',
};

const moreFields: INodeProperties[] = [
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		description: 'What the label is for',
	},
	{
		displayName: 'Use with AI',
		name: 'use_with_ai',
		type: 'boolean',
		default: true,
		description: 'Whether the AI of Instantly may give the label to replies',
	},
];

const sentimentField: INodeProperties = {
	displayName: 'Sentiment',
	name: 'interest_status_label',
	type: 'options',
	default: 'positive',
	description: 'What the label says of the interest of a lead',
	options: SENTIMENTS,
};

const additional = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options,
});

function moreOf(read: ParameterReader): { [field: string]: JsonValue } {
	const {
		description,
		use_with_ai: ai,
		interest_status_label: sentiment,
	} = read.collection('additionalFields');
	return {
		...(typeof description === 'string' ? { description } : {}),
		...(typeof ai === 'boolean' ? { use_with_ai: ai } : {}),
		...(typeof sentiment === 'string' ? { interest_status_label: sentiment } : {}),
	};
}

export const create = recordOperation(
	{
		name: 'Create',
		action: 'Create a lead label',
		description: 'Create labels for leads, one request for each',
		fields: [
			{ ...labelField, required: true },
			{ ...sentimentField, name: 'sentiment' },
			additional(moreFields),
		],
	},
	leadLabelEntity.shape,
	(read, resend) => {
		const label = read.text('label');
		if (label === '') return new Problem('Label is empty', 'Enter what the label is called.');
		return instantlyRequest({
			operation: 'leadLabel.create',
			method: 'POST',
			path: leadLabelEntity.path,
			body: { label, interest_status_label: read.text('sentiment'), ...moreOf(read) },
			// Two labels may be called the same.
			safeToRepeat: resend,
			records: 1,
		});
	},
);

export const update = recordOperation(
	{
		name: 'Update',
		action: 'Update a lead label',
		description: 'Change labels of leads, one request for each',
		fields: [
			leadLabelEntity.idField,
			{ ...labelField, displayName: 'New Label', description: 'Leave empty to keep what it is' },
			additional([...moreFields, sentimentField].sort(byName)),
		],
	},
	leadLabelEntity.shape,
	(read) => {
		const id = leadLabelEntity.readId(read);
		if (id instanceof Problem) return id;
		const label = read.text('label');
		const body = { ...(label === '' ? {} : { label }), ...moreOf(read) };
		if (Object.keys(body).length === 0) {
			return new Problem('There is nothing to change', 'Enter a new label, or add a field.');
		}
		return recordRequest(leadLabelEntity, 'update', id, {
			method: 'PATCH',
			body,
			safeToRepeat: true,
		});
	},
);

function byName(one: INodeProperties, other: INodeProperties): number {
	return one.displayName.localeCompare(other.displayName);
}
