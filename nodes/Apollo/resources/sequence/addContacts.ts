import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import { timeIn } from '../../../shared/engine/polling/times';
import type { QueryValue } from '../../../shared/engine/types';
import { batchOperation } from '../../../shared/node/batchOperation';
import { isoTimeOf } from '../../../shared/node/isoTime';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { mayHaveDone } from '../../earlier';
import { isId, readId } from '../../identity';
import { IDS_IN_QUERY } from '../../limits';
import { apolloRequest } from '../../vendor';
import { contactIdField, sequenceField } from './fields';
import { addOptions } from './addOptions';
import { explainSkip, skipNotes } from './skipped';

interface AddRow {
	contactId: string;
	sequenceId: string;
	/** All but the contact: rows that agree in it travel together. */
	query: Record<string, QueryValue>;
	failSkipped: boolean;
}

const fields: INodeProperties[] = [
	sequenceField,
	contactIdField,
	{
		displayName: 'Email Account Names or IDs',
		name: 'emailAccountIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getEmailAccounts' },
		default: [],
		required: true,
		description:
			'What the emails are sent from; several take turns. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Skipped Contacts',
		name: 'whenSkipped',
		type: 'options',
		default: 'mark',
		description:
			'What to do with contacts that Apollo does not add, such as those without an email',
		options: [
			{
				name: 'Fail the Item',
				value: 'fail',
				description: 'The item is an error, with the reason in details.code',
			},
			{
				name: 'Mark the Item',
				value: 'mark',
				description: 'The item goes on with added: false and the reason',
			},
		],
	},
	addOptions,
];

function readRow(read: ParameterReader): AddRow | Problem {
	const sequenceId = readId(read, 'sequenceId', 'Sequence');
	if (sequenceId instanceof Problem) return sequenceId;
	const contactId = readId(read, 'contactId', 'Contact ID');
	if (contactId instanceof Problem) return contactId;
	const accounts = read.names('emailAccountIds');
	if (accounts.length === 0 || !accounts.every(isId)) {
		return new Problem(
			accounts.length === 0
				? 'No email account is chosen'
				: 'An email account is not told by its ID',
			'Choose at least one in Email Accounts: Email Account: Get Many gives their IDs.',
		);
	}
	const options = readOptions(read.collection('options'));
	if (options instanceof Problem) return options;
	const from = 'send_email_from_email_account_id';
	return {
		contactId,
		sequenceId,
		query: {
			emailer_campaign_id: sequenceId,
			...(accounts.length === 1 ? { [from]: accounts[0] } : { [`${from}[]`]: accounts }),
			...options,
		},
		failSkipped: read.text('whenSkipped') === 'fail',
	};
}

/** Options that say nothing are left out, so that Apollo's own rules hold. */
function readOptions(chosen: IDataObject): Record<string, QueryValue> | Problem {
	const { status, auto_unpause_at: until, user_id: user, ...flags } = chosen;
	const query: Record<string, QueryValue> = {};
	for (const [name, value] of Object.entries(flags)) if (value === true) query[name] = true;
	if (typeof user === 'string' && user !== '') query.user_id = user;
	if (status === 'paused') query.status = status;
	const isObject = typeof until === 'object' && until !== null;
	const time = (isObject ? (isoTimeOf(until) ?? '?') : String(until ?? '')).trim();
	if (time === '') return query;
	const ms = timeIn(time);
	if (status === 'paused' && ms !== undefined) {
		return { ...query, auto_unpause_at: new Date(ms).toISOString() };
	}
	return new Problem(
		status === 'paused' ? `Start At is "${time}", which is not a time` : 'Start At needs Paused',
		'Set Status to Paused and Start At to a time such as 2026-01-31T09:00:00Z, or remove Start At.',
	);
}

/** Skipped with this reason is also who was added by an attempt whose answer was lost. */
const IN_IT = 'contacts_already_exists_in_current_campaign';
const IN_IT_NOW = 'The contact is in this sequence: by an attempt whose answer was lost, or before';

/** Who was added, and why somebody was not (add contacts to a sequence, 2026-08). */
function readRows(answer: Success, rows: AddRow[]): Array<RowResult | undefined> {
	const { contacts, skipped_contact_ids: skipped } = asObject(answer.data);
	const added = new Map(asArray(contacts).map((each) => [asText(asObject(each).id), each]));
	return rows.map(({ contactId, sequenceId, failSkipped }) => {
		const shared = { contact_id: contactId, sequence_id: sequenceId };
		const reason = asText(asObject(skipped)[contactId]);
		if (reason === IN_IT && mayHaveDone(answer)) {
			return { ok: true, data: { ...shared, added: true, explanation: IN_IT_NOW } };
		}
		if (reason !== undefined) {
			if (failSkipped) return refused(answer, reason);
			const explanation = explainSkip(reason);
			return { ok: true, data: { ...shared, added: false, reason, explanation } };
		}
		const contact = added.get(contactId);
		if (contact === undefined) return undefined;
		const status = statusIn(contact, sequenceId);
		return { ok: true, data: { ...shared, added: true, ...status } };
	});
}

function refused(answer: Success, code: string): RowResult {
	const failure = rowFailure('row-rejected', explainSkip(code), answer);
	const advice = 'Allow it in Options of this operation where that is what you want.';
	return { ok: false, failure: { ...failure, error: { ...failure.error, code, advice } } };
}

/** How the contact stands in the sequence. */
export function statusIn(contact: Parameters<typeof asObject>[0], sequenceId: string) {
	const statuses = asArray(asObject(contact).contact_campaign_statuses).map(asObject);
	const own = statuses.find(({ emailer_campaign_id: id }) => id === sequenceId);
	return own ? { status: own.status ?? null, inactive_reason: own.inactive_reason ?? null } : {};
}

export const addContacts = batchOperation<AddRow>({
	name: 'Add Contacts',
	action: 'Add contacts to sequences',
	description:
		'Add contacts to a sequence, a hundred in a request. Emails may then be sent to them.',
	fields,
	batchSize: IDS_IN_QUERY,
	row: readRow,
	keyOf: ({ contactId, sequenceId }) => `${sequenceId} ${contactId}`,
	groupOf: ({ query }) => JSON.stringify(query),
	request: (rows) => {
		const { sequenceId = '', query = {} } = rows[0] ?? {};
		return apolloRequest('emailer_campaigns/add_contact_ids', {
			operation: 'sequence.addContacts',
			method: 'POST',
			path: `/emailer_campaigns/${sequenceId}/add_contact_ids`,
			pathTemplate: '/emailer_campaigns/{id}/add_contact_ids',
			query: { ...query, 'contact_ids[]': rows.map(({ contactId }) => contactId) },
			// Who is in the sequence already is skipped: a second arrival sends no second email.
			safeToRepeat: true,
			records: rows.length,
			keyFields: { sequence: sequenceId },
		});
	},
	readRows,
	notes: skipNotes,
	causedByRow: () => false,
});
