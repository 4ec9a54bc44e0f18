import type { UnansweredRow } from '../writeLedger';
import type { InstantlyVendor } from './instantlyVendor';
import type { RecordName } from './records/record';
import { RECORD_NAMES } from './records/record';

export interface InstantlyRecordCounts {
	/** Living now. */
	records: number;
	created: number;
	updated: number;
	deleted: number;
	/** Second living records of one lead in one place, or of one request to create. */
	appliedTwice: number;
}

export interface InstantlyState {
	/** By kind, such as `records.leads.created`. */
	records: Record<RecordName, InstantlyRecordCounts>;
	appliedTwice: number;
	/** Written rows that changed nothing. */
	repeatedWithoutEffect: number;
	/** Create rows that came again after they had been applied, whatever the answer. */
	createsResent: number;
	/** Create rows applied whose answer was dropped or cut. */
	unanswered: UnansweredRow[];
	jobs: InstantlyVendor['workspace']['jobs']['counts'];
	/** How often a verification was asked for, and the credits that are left. */
	verifications: { asked: number; credits: number };
	webhooks: InstantlyVendor['deliveries'];
	/** How often each sub-workspace was acted for. */
	actingAs: Record<string, number>;
}

function countsOf({ ledger, workspace }: InstantlyVendor, name: RecordName): InstantlyRecordCounts {
	const { created, updated, archived, appliedTwice } = ledger.countsOf(name);
	const records = workspace.store(name).all().length;
	return { records, created, updated, deleted: archived, appliedTwice };
}

export function instantlyState(vendor: InstantlyVendor): InstantlyState {
	const { ledger, workspace, deliveries, actingAs } = vendor;
	const records = RECORD_NAMES.map((name) => [name, countsOf(vendor, name)]);
	const { asked, credits } = workspace.verifications;
	return {
		records: Object.fromEntries(records) as InstantlyState['records'],
		appliedTwice: ledger.countsOf().appliedTwice,
		repeatedWithoutEffect: ledger.repeatedWithoutEffect,
		createsResent: ledger.createsResent,
		unanswered: [...ledger.unanswered],
		jobs: { ...workspace.jobs.counts },
		verifications: { asked, credits },
		webhooks: { ...deliveries },
		actingAs: { ...actingAs },
	};
}
