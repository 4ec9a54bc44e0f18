import { updateDisplayOptions } from 'n8n-workflow';
import type { INodeProperties } from 'n8n-workflow';
import { locatorField } from '../../../shared/node/locatorField';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { campaignField, emailField, leadListField, readEmail, readIdIfAny } from '../../locators';
import { choicesOf, INTEREST_STATUS } from '../../statuses';
import { instantlyRequest } from '../../vendor';

/** Instantly's own statuses, and what is none of them. */
const RESET = 'lead';
const CUSTOM = 'custom';

const statusFields: INodeProperties[] = [
	{
		displayName: 'Interest Status',
		name: 'interestStatus',
		type: 'options',
		default: 1,
		options: [
			...choicesOf(INTEREST_STATUS),
			{ name: 'Custom Label', value: CUSTOM, description: 'A label of the workspace' },
			{ name: 'Lead (Reset)', value: RESET, description: 'No status, as a new lead has' },
		].sort((a, b) => a.name.localeCompare(b.name)),
	},
	...updateDisplayOptions({ show: { interestStatus: [CUSTOM] } }, [
		locatorField({
			displayName: 'Label',
			name: 'label',
			description: 'The label that the lead gets',
			searchListMethod: 'getLabelStatuses',
			by: 'By Number',
			placeholder: 'e.g. 5',
			required: false,
		}),
	]),
];

export const updateInterestStatus = requestOperation(
	{
		name: 'Update Interest Status',
		action: 'Update the interest status of a lead',
		description:
			'Set how interested leads are, by their email. Instantly does it in the background, and does not say when it is done.',
		fields: [
			emailField('Address of the lead'),
			...statusFields,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Keep AI From Changing It',
						name: 'disable_auto_interest',
						type: 'boolean',
						default: true,
						description: 'Whether the AI of Instantly leaves the status as it is set here',
					},
				],
			},
			campaignField({ description: 'Only the lead of this campaign', required: false }),
			leadListField({ description: 'Only the lead of this lead list', required: false }),
		],
	},
	(read) => {
		const email = readEmail(read, 'email', 'Email');
		if (email instanceof Problem) return email;
		const status = readStatus(read);
		if (status instanceof Problem) return status;
		const campaign = readIdIfAny(read, 'campaign', 'Campaign');
		if (campaign instanceof Problem) return campaign;
		const list = readIdIfAny(read, 'leadList', 'Lead List');
		if (list instanceof Problem) return list;
		const { disable_auto_interest: fixed } = read.collection('options');
		return {
			request: instantlyRequest({
				operation: 'lead.updateInterestStatus',
				method: 'POST',
				path: '/leads/update-interest-status',
				body: {
					lead_email: email,
					interest_value: status,
					campaign_id: campaign,
					list_id: list,
					disable_auto_interest: typeof fixed === 'boolean' ? fixed : undefined,
				},
				safeToRepeat: true,
				records: 1,
			}),
			// 202: it has been taken, and is not done yet (API v2, 2026-11).
			read: () => ({ items: [{ email, interest_status: status, result: 'accepted' }] }),
		};
	},
);

/** Null takes the status away. */
function readStatus(read: ParameterReader): number | null | Problem {
	const chosen = read.text('interestStatus');
	if (chosen === RESET) return null;
	const given = chosen === CUSTOM ? read.locator('label') : chosen;
	if (/^-?\d+$/.test(given)) return Number(given);
	return new Problem(
		given === '' ? 'Interest Status is empty' : `Interest Status "${given}" is no number`,
		'Choose a status, or the label from its list.',
	);
}
