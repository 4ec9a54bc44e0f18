import type { INodeProperties } from 'n8n-workflow';
import type { JsonValue } from '../../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../../shared/node/parameters';
import { readLeadFields, leadFields } from '../fields';
import { placeFields, readPlace, type Place } from '../place';

/** One lead, and how the request that carries it has to be. */
export interface LeadRow {
	place: Place;
	/** As Instantly takes it. */
	lead: { [field: string]: JsonValue };
	/** Empty where there is none. */
	email: string;
	choices: Choices;
	/** Whether a lead that Instantly skips leaves on the error output. */
	skippedFails: boolean;
}

/** What holds for all leads of a request. */
export interface Choices {
	/** Where else a lead may not be already. */
	skipIf: SkipIf;
	body: { [field: string]: JsonValue };
}

type SkipIf = 'place' | 'campaigns' | 'lists' | 'workspace';

const addTo = {
	displayName: 'Add To',
	name: 'addTo',
	description: 'Where the leads go',
	campaign: 'campaign',
	list: 'leadList',
};

export const createFields: INodeProperties[] = [
	...placeFields(addTo),
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		default: '={{ $json.email }}',
		placeholder: 'e.g. name@example.com',
		description:
			'Address of the lead. In a lead list it may be empty where the lead has a first or last name.',
	},
	...leadFields,
	{
		displayName: 'Skip Leads Already In',
		name: 'skipIf',
		type: 'options',
		default: 'place',
		description:
			'Leads that are there already are not added. With any but the first choice a request whose answer is lost can be repeated without harm.',
		options: [
			{ name: 'Any Campaign', value: 'campaigns' },
			{ name: 'Any Lead List', value: 'lists' },
			{ name: 'The Same Campaign or List Only', value: 'place' },
			{ name: 'The Workspace', value: 'workspace' },
		],
	},
	{
		displayName: 'Skipped Leads',
		name: 'skippedLeads',
		type: 'options',
		default: 'mark',
		description: 'What becomes of leads that Instantly does not take, such as blocked ones',
		options: [
			{
				name: 'Error Output',
				value: 'error',
				description: 'They fail with the reason',
			},
			{
				name: 'Mark in Output',
				value: 'mark',
				description: 'They go on with "created": false, and with the reason in "skipped"',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Block List ID',
				name: 'blocklist_id',
				type: 'string',
				default: '',
				placeholder: 'e.g. 0199b1de-c175-7e96-8a4f-9c5d1b7f3e68',
				description:
					'Block list to check the leads against. Leave empty for that of the workspace.',
			},
			{
				displayName: 'Verify Emails on Import',
				name: 'verify_leads_on_import',
				type: 'boolean',
				default: false,
				description:
					'Whether Instantly verifies the addresses in the background afterwards. It costs credits.',
			},
		],
	},
];

/** What the API calls the choice. The workspace covers both of the others (API v2, 2026-11). */
const FLAGS: Record<SkipIf, Choices['body']> = {
	place: {},
	campaigns: { skip_if_in_campaign: true },
	lists: { skip_if_in_list: true },
	workspace: { skip_if_in_workspace: true },
};

/** Reads one item. A campaign takes no lead without an email, a list none without any name of it. */
export function readRow(read: ParameterReader): LeadRow | Problem {
	const place = readPlace(read, addTo);
	if (place instanceof Problem) return place;
	const fields = readLeadFields(read, undefined);
	if (fields instanceof Problem) return fields;
	const email = read.text('email');
	const hasName = fields.first_name !== undefined || fields.last_name !== undefined;
	if (email === '' && !(place.kind === 'list' && hasName)) {
		return place.kind === 'campaign'
			? new Problem('The lead has no email', 'Enter its address in Email: campaigns need it.')
			: new Problem(
					'The lead has neither an email nor a name',
					'Enter Email, First Name or Last Name: a lead list needs one of them.',
				);
	}
	const lead = email === '' ? fields : { email, ...fields };
	const skippedFails = read.text('skippedLeads') === 'error';
	return { place, lead, email, choices: readChoices(read), skippedFails };
}

function readChoices(read: ParameterReader): Choices {
	const given = read.text('skipIf');
	const skipIf = Object.hasOwn(FLAGS, given) ? (given as SkipIf) : 'place';
	const { blocklist_id: blockList, verify_leads_on_import: verify } = read.collection('options');
	return {
		skipIf,
		body: {
			...FLAGS[skipIf],
			...(typeof blockList === 'string' && blockList.trim() !== ''
				? { blocklist_id: blockList.trim() }
				: {}),
			...(verify === true || verify === 'true' ? { verify_leads_on_import: true } : {}),
		},
	};
}
