import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import { batchOperation } from '../../../shared/node/batchOperation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { awaitingJobs, jobStateOf } from '../../jobs/backgroundJob';
import { emailField, readEmail, readId } from '../../locators';
import { mayBeDone } from '../../lost';
import { BULK_SIZE, instantlyRequest } from '../../vendor';
import { leadEntity } from './lead';
import { placeFields, readPlace, type Place } from './place';

/** One lead, and where it goes from where. */
interface MoveRow {
	by: 'email' | 'id';
	/** Its email or its ID. */
	lead: string;
	from: Place;
	to: Place;
	choices: Choices;
}

interface Choices {
	copy_leads?: boolean;
	check_duplicates?: boolean;
	check_duplicates_in_campaigns?: boolean;
	reset_interest_status?: boolean;
}

const from = {
	displayName: 'From',
	name: 'moveFrom',
	description: 'Where the leads are',
	campaign: 'fromCampaign',
	list: 'fromLeadList',
};
const to = {
	displayName: 'To',
	name: 'moveTo',
	description: 'Where the leads go',
	campaign: 'toCampaign',
	list: 'toLeadList',
};

const flag = (displayName: string, name: keyof Choices, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: true,
	description,
});

const fields: INodeProperties[] = [
	...placeFields(from),
	...placeFields(to),
	{
		displayName: 'Lead By',
		name: 'leadBy',
		type: 'options',
		noDataExpression: true,
		default: 'email',
		description:
			'How a lead is named. By its email, the answer tells of each lead whether it moved.',
		options: [
			{ name: 'Email', value: 'email' },
			{ name: 'ID', value: 'id' },
		],
	},
	...updateDisplayOptions({ show: { leadBy: ['email'] } }, [emailField('Address of the lead')]),
	...updateDisplayOptions({ show: { leadBy: ['id'] } }, [leadEntity.idField]),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			flag(
				'Copy',
				'copy_leads',
				'Whether the leads stay where they are, and copies of them go to the other place',
			),
			flag(
				'Reset Interest Status',
				'reset_interest_status',
				'Whether the leads lose their interest status',
			),
			flag(
				'Skip Leads in Any Campaign',
				'check_duplicates_in_campaigns',
				'Whether leads that are in a campaign already do not move',
			),
			flag(
				'Skip Leads in the Other Place',
				'check_duplicates',
				'Whether leads that are in the other place already do not move',
			),
		],
	},
];

const CHOICES = [
	'copy_leads',
	'check_duplicates',
	'check_duplicates_in_campaigns',
	'reset_interest_status',
] as const;

const moveOperation = batchOperation<MoveRow>({
	name: 'Move',
	action: 'Move leads',
	description: 'Move or copy leads to another campaign or lead list, a thousand in a request',
	fields,
	batchSize: BULK_SIZE,
	row: readRow,
	groupOf: ({ by, from: source, to: target, choices }) =>
		JSON.stringify([by, source, target, choices]),
	request: (rows, _, resend) => {
		const [first] = rows;
		const { by, from: source, to: target, choices = {} } = first ?? {};
		const leads = [...new Set(rows.map(({ lead }) => lead))];
		return instantlyRequest({
			operation: 'lead.move',
			method: 'POST',
			path: '/leads/move',
			body: {
				...(source ? { [SOURCE[source.kind]]: source.id } : {}),
				...(target ? { [TARGET[target.kind]]: target.id } : {}),
				[by === 'id' ? 'ids' : 'contacts']: leads,
				...choices,
			},
			// A second time they are no longer there to be moved; copies would be made once more.
			safeToRepeat: resend || choices.copy_leads !== true || choices.check_duplicates === true,
			records: rows.length,
			...(source && target ? { keyFields: { from: source.id, to: target.id } } : {}),
		});
	},
	readRows,
	// All that a row has been looked at for: what is refused are the places, which all rows share.
	causedByRow: () => false,
});

export const move = awaitingJobs(moveOperation, 'moved_lead_emails,moved_leads');

/** What the body calls the place that leads leave, and the one that they go to (leads/move, 2026-11). */
const SOURCE = { campaign: 'campaign', list: 'list_id' } as const;
const TARGET = { campaign: 'to_campaign_id', list: 'to_list_id' } as const;

function readRow(read: ParameterReader): MoveRow | Problem {
	const source = readPlace(read, from);
	if (source instanceof Problem) return source;
	const target = readPlace(read, to);
	if (target instanceof Problem) return target;
	if (source.id === target.id) {
		return new Problem('From and To are the same', 'Choose another place for the leads to go to.');
	}
	const by = read.text('leadBy') === 'id' ? 'id' : 'email';
	const lead = by === 'id' ? readId(read, 'leadId', 'Lead ID') : readEmail(read, 'email', 'Email');
	if (lead instanceof Problem) return lead;
	const options = read.collection('options');
	const choices: Choices = {};
	for (const name of CHOICES) {
		if (typeof options[name] === 'boolean') choices[name] = options[name];
	}
	return { by, lead: by === 'id' ? lead : lead.toLowerCase(), from: source, to: target, choices };
}

/** Of a job that is done, its data names the leads that have moved; by their emails, whatever was asked. */
function readRows(answer: Success, rows: MoveRow[]): Array<RowResult | undefined> {
	const { id, status, data } = asObject(answer.data);
	const job = { job_id: id, job_status: status };
	if (id === undefined) return [];
	if (jobStateOf(answer).kind !== 'done') return rows.map((row) => moved(row, 'accepted', job));
	const { moved_lead_emails: emails, moved_leads: count } = asObject(data);
	// What does not tell of any lead does not tell that none has moved.
	if (emails === undefined && count === undefined) return [];
	const names = new Set(asArray(emails).map((email) => (asText(email) ?? '').toLowerCase()));
	const asked = new Set(rows.map(({ lead }) => lead)).size;
	const all = Math.max(names.size, Number(count ?? 0) || 0) >= asked;
	const done = (row: MoveRow) => moved(row, row.choices.copy_leads ? 'copied' : 'moved', job);
	return rows.map((row) => {
		if (all || (row.by === 'email' && names.has(row.lead))) return done(row);
		// An earlier attempt may have moved it: then this one has found nothing to move.
		if (mayBeDone(answer.earlier)) return undefined;
		return row.by === 'email' || names.size === 0 ? stayed(answer, asText(id)) : undefined;
	});
}

function moved({ by, lead, from: source, to: target }: MoveRow, result: string, job: object) {
	const data = { [by]: lead, from: source.id, to: target.id, result, ...job };
	return { ok: true, data } as const;
}

function stayed(answer: Success, job = ''): RowResult {
	const failure = rowFailure('row-rejected', '', answer);
	const message = `job ${job} is done and has not moved this lead`;
	const advice =
		'Check that the lead is in the place given in From, and whether an option of this node skips it.';
	return { ok: false, failure: { ...failure, error: { message, advice } } };
}
