import type { UnansweredRow } from '../writeLedger';
import type { SalesforceVendor } from './salesforceVendor';
import type { SalesforceObjectName } from './schema/sobjectNames';
import { SOBJECT_NAMES } from './schema/sobjectNames';

export interface SalesforceObjectCounts {
	/** Living now. */
	records: number;
	created: number;
	updated: number;
	deleted: number;
	/** Second living records of one request to create. */
	appliedTwice: number;
}

export interface SalesforceState {
	/** By object, such as `objects.Lead.created`. */
	objects: Record<SalesforceObjectName, SalesforceObjectCounts>;
	appliedTwice: number;
	/** Written rows that changed nothing. */
	repeatedWithoutEffect: number;
	/** Create rows that came again after they had been applied, whatever the answer. */
	createsResent: number;
	/** Create rows applied whose answer was dropped or cut. */
	unanswered: UnansweredRow[];
	/** Answers of 403 REQUEST_LIMIT_EXCEEDED, planned and earned: Salesforce has no 429. */
	rateLimited: number;
	/** Calls that count against the day. */
	apiCalls: number;
	oauth: SalesforceVendor['oauth']['counts'];
	jobs: SalesforceVendor['jobs']['counts'];
	flowInterviews: number;
	/** How often each Sforce-* header came, as `name: value`. */
	headers: Record<string, number>;
}

function countsOf({ org, ledger }: SalesforceVendor, name: SalesforceObjectName) {
	const { created, updated, archived, appliedTwice } = ledger.countsOf(name);
	return { records: org.store(name).count, created, updated, deleted: archived, appliedTwice };
}

export function salesforceState(vendor: SalesforceVendor): SalesforceState {
	const { ledger, usage, oauth, jobs, flowInterviews, headersSeen } = vendor;
	const objects = SOBJECT_NAMES.map((name) => [name, countsOf(vendor, name)]);
	return {
		objects: Object.fromEntries(objects) as SalesforceState['objects'],
		appliedTwice: ledger.countsOf().appliedTwice,
		repeatedWithoutEffect: ledger.repeatedWithoutEffect,
		createsResent: ledger.createsResent,
		unanswered: [...ledger.unanswered],
		rateLimited: usage.refusals,
		apiCalls: usage.calls,
		oauth: { ...oauth.counts },
		jobs: { ...jobs.counts },
		flowInterviews,
		headers: { ...headersSeen },
	};
}
