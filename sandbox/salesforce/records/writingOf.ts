import type { VendorRequest } from '../../http/exchange';
import type { Call } from '../call';
import { headerParts } from '../callHeaders';
import type { SalesforceVendor } from '../salesforceVendor';
import type { Writing } from './writing';

/** The second user is the one to whom an active assignment rule gives new leads. */
const ASSIGNEE = 2;

/** Who gets new leads, where there is a rule and it applies. */
export function leadAssignee(
	{ org, settings }: SalesforceVendor,
	applies: boolean,
): Pick<Writing, 'leadAssignee'> {
	return settings.leadAssignmentRule && applies ? { leadAssignee: org.userId(ASSIGNEE) } : {};
}

/** Rules apply unless the header says FALSE; an id of a rule counts as TRUE (REST API guide). */
function ruleApplies({ headers }: VendorRequest): boolean {
	const header = headers['sforce-auto-assign'];
	return !(typeof header === 'string' && header.toUpperCase() === 'FALSE');
}

/** Under what a call writes. */
export function writingOf({ vendor, session, request }: Call): Writing {
	const { org, settings, inFlight, locks } = vendor;
	const duplicates = headerParts(request, 'sforce-duplicate-rule-header');
	return {
		org,
		userId: session.userId,
		canWrite: session.canWrite,
		heldElsewhere: inFlight.heldBefore(request),
		nextLockFails: () => locks.hitsNext(),
		allowDuplicates: duplicates.get('allowsave')?.toLowerCase() === 'true',
		duplicateRules: settings.duplicateRules,
		...leadAssignee(vendor, ruleApplies(request)),
	};
}
