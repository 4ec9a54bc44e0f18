import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { campaignField, leadListField, readId } from '../../locators';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';

/** Where leads are: in a campaign or in a list, never in both. */
export interface Place {
	kind: 'campaign' | 'list';
	id: string;
}

/**
 * How a choice of places is called. Other fields hang on it, so no other operation may have a field of
 * this name: n8n shows them wherever that holds an expression.
 */
interface Choice {
	displayName: string;
	name: string;
	description: string;
	campaign: string;
	list: string;
}

export function placeFields({ displayName, name, description, campaign, list }: Choice) {
	const fields: INodeProperties[] = [
		{
			displayName,
			name,
			type: 'options',
			noDataExpression: true,
			default: 'campaign',
			description,
			options: [
				{ name: 'Campaign', value: 'campaign' },
				{ name: 'Lead List', value: 'list' },
			],
		},
		...updateDisplayOptions({ show: { [name]: ['campaign'] } }, [
			campaignField({ name: campaign }),
		]),
		...updateDisplayOptions({ show: { [name]: ['list'] } }, [leadListField({ name: list })]),
	];
	return fields;
}

export function readPlace(
	read: ParameterReader,
	{ displayName, name, campaign, list }: Choice,
): Place | Problem {
	const kind = read.text(name);
	if (kind !== 'campaign' && kind !== 'list') {
		return new Problem(
			`${displayName} is "${kind}": Instantly takes a campaign or a list, not both`,
			`Set ${displayName} to "campaign" or "list".`,
		);
	}
	const [field, label] = kind === 'campaign' ? [campaign, 'Campaign'] : [list, 'Lead List'];
	const id = readId(read, field, label);
	return id instanceof Problem ? id : { kind, id };
}
