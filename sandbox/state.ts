import type { Arrival } from './arrivals';
import type { FaultKind } from './faults/faultPlan';
import type { UnansweredRow } from './hubspot/writeLedger';
import type { World } from './world';

export interface VendorTraffic {
	/** Every arrival, answered or not. */
	requests: number;
	/** Answers of 429, planned and earned. */
	rateLimited: number;
	/** By status sent; `none` for sockets destroyed and requests still in work. */
	byStatus: Record<string, number>;
}

export interface SandboxState {
	people: number;
	apollo: VendorTraffic & { credits: number; creditsConsumed: number };
	hubspot: VendorTraffic & {
		contacts: number;
		created: number;
		updated: number;
		archived: number;
		batchWrites: number;
	};
	/** Second living records of one person. */
	appliedTwice: number;
	/** Written rows that changed nothing. */
	repeatedWithoutEffect: number;
	/** Create rows that came again after they had been applied, whatever the answer. */
	createsResent: number;
	/** Create rows applied whose answer was dropped or cut. */
	unanswered: UnansweredRow[];
	faults: Partial<Record<FaultKind, number>>;
}

function tally(keys: string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
	return counts;
}

function trafficOf(arrivals: Arrival[]): VendorTraffic {
	return {
		requests: arrivals.length,
		rateLimited: arrivals.filter(({ status }) => status === 429).length,
		byStatus: tally(arrivals.map(({ status }) => String(status ?? 'none'))),
	};
}

export function stateOf({ people, apollo, hubspot, arrivals }: World): SandboxState {
	const { ledger } = hubspot;
	const { created, updated, archived, batchWrites } = ledger;
	return {
		people: people.length,
		apollo: {
			...trafficOf(arrivals.of('apollo')),
			credits: apollo.credits.balance,
			creditsConsumed: apollo.credits.spent,
		},
		hubspot: {
			...trafficOf(arrivals.of('hubspot')),
			contacts: hubspot.account.store.living().length,
			created,
			updated,
			archived,
			batchWrites,
		},
		appliedTwice: ledger.appliedTwice,
		repeatedWithoutEffect: ledger.repeatedWithoutEffect,
		createsResent: ledger.createsResent,
		unanswered: [...ledger.unanswered],
		faults: tally(arrivals.all().flatMap(({ fault }) => (fault === undefined ? [] : [fault]))),
	};
}
