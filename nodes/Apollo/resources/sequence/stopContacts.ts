import type { INodeProperties } from 'n8n-workflow';
import type { RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import { batchOperation } from '../../../shared/node/batchOperation';
import { Problem } from '../../../shared/node/parameters';
import { readId } from '../../identity';
import { IDS_IN_QUERY } from '../../limits';
import { apolloRequest } from '../../vendor';
import { statusIn } from './addContacts';
import { contactIdField, sequenceField } from './fields';

type Mode = 'mark_as_finished' | 'remove' | 'stop';

interface StopRow {
	contactId: string;
	sequenceId: string;
	mode: Mode;
}

const modeField: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	default: 'stop',
	description: 'What becomes of the contacts in the sequence',
	options: [
		{
			name: 'Mark as Finished',
			value: 'mark_as_finished',
			description: 'As if they had come to its end',
		},
		{ name: 'Remove', value: 'remove', description: 'They are no longer part of it' },
		{
			name: 'Stop',
			value: 'stop',
			description: 'They stay in it, and nothing more is sent to them',
		},
	],
};

/** The contacts as they stand afterwards, or the job that does it later (2026-08). */
function readRows({ data }: Success, rows: StopRow[]): Array<RowResult | undefined> {
	const { contacts, entity_progress_job: job } = asObject(data);
	const known = new Map(asArray(contacts).map((each) => [asText(asObject(each).id), each]));
	const { id: jobId, status: jobStatus } = asObject(job);
	return rows.map(({ contactId, sequenceId, mode }) => {
		const shared = { contact_id: contactId, sequence_id: sequenceId, mode };
		const contact = known.get(contactId);
		if (contact !== undefined) {
			return { ok: true, data: { ...shared, result: 'done', ...statusIn(contact, sequenceId) } };
		}
		if (job === undefined) return undefined;
		return { ok: true, data: { ...shared, result: 'pending', jobId, jobStatus } };
	});
}

export const stopContacts = batchOperation<StopRow>({
	name: 'Stop or Remove Contacts',
	action: 'Stop or remove contacts in sequences',
	description: 'Stop contacts in a sequence, or take them out of it, a hundred in a request',
	fields: [sequenceField, contactIdField, modeField],
	batchSize: IDS_IN_QUERY,
	row: (read) => {
		const sequenceId = readId(read, 'sequenceId', 'Sequence');
		if (sequenceId instanceof Problem) return sequenceId;
		const contactId = readId(read, 'contactId', 'Contact ID');
		if (contactId instanceof Problem) return contactId;
		const chosen = read.text('mode');
		const mode: Mode = chosen === 'remove' || chosen === 'mark_as_finished' ? chosen : 'stop';
		return { contactId, sequenceId, mode };
	},
	keyOf: ({ contactId, sequenceId }) => `${sequenceId} ${contactId}`,
	groupOf: ({ sequenceId, mode }) => `${sequenceId} ${mode}`,
	request: (rows) =>
		apolloRequest('emailer_campaigns/remove_or_stop_contact_ids', {
			operation: 'sequence.stopContacts',
			method: 'POST',
			path: '/emailer_campaigns/remove_or_stop_contact_ids',
			query: {
				'emailer_campaign_ids[]': [rows[0]?.sequenceId ?? ''],
				'contact_ids[]': rows.map(({ contactId }) => contactId),
				mode: rows[0]?.mode,
			},
			safeToRepeat: true,
			records: rows.length,
			keyFields: { sequence: rows[0]?.sequenceId ?? '' },
		}),
	readRows,
	causedByRow: () => false,
});
