import type { ApolloVendor } from './apollo/apolloVendor';
import type { PhoneCounts } from './apollo/phoneDelivery';
import type { TeamRecordName } from './apollo/team/recordKind';
import type { Arrival } from './arrivals';
import type { ClayState } from './clay/clayState';
import { clayState } from './clay/clayState';
import type { FaultKind } from './faults/faultPlan';
import type { HubspotVendor } from './hubspot/hubspotVendor';
import type { OAuthApp } from './hubspot/oauth/oauthApp';
import type { ObjectName } from './hubspot/types/objectType';
import { OBJECT_TYPES } from './hubspot/types/objectTypes';
import type { InstantlyState } from './instantly/instantlyState';
import { instantlyState } from './instantly/instantlyState';
import type { UnansweredRow, WriteCounts } from './writeLedger';
import type { SalesforceState } from './salesforce/salesforceState';
import { salesforceState } from './salesforce/salesforceState';
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
	apollo: VendorTraffic & {
		credits: number;
		creditsConsumed: number;
		/** By kind, such as `objects.contacts.created`. */
		objects: Record<TeamRecordName, ObjectCounts>;
		batchWrites: number;
		createsResent: number;
		/** Callbacks with phone numbers. */
		phones: PhoneCounts;
	};
	clay: VendorTraffic & ClayState;
	hubspot: VendorTraffic & {
		contacts: number;
		created: number;
		updated: number;
		archived: number;
		batchWrites: number;
		/** By type, such as `objects.deals.created`. The figures above are of all types together. */
		objects: Record<ObjectName, ObjectCounts>;
		/** Pairs of records that are associated. */
		associations: number;
		lists: number;
		/** Contacts in a sequence. */
		enrollments: number;
		oauth: OAuthApp['counts'];
		webhooks: { subscriptions: number } & HubspotVendor['deliveries'];
	};
	instantly: VendorTraffic & InstantlyState;
	salesforce: VendorTraffic & SalesforceState;
	/** At HubSpot, as are the three figures after it: second living records of one person. */
	appliedTwice: number;
	/** Written rows that changed nothing. */
	repeatedWithoutEffect: number;
	/** Create rows that came again after they had been applied, whatever the answer. */
	createsResent: number;
	/** Create rows applied whose answer was dropped or cut. */
	unanswered: UnansweredRow[];
	faults: Partial<Record<FaultKind, number>>;
}

export interface ObjectCounts extends WriteCounts {
	/** Living now. */
	records: number;
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

function objectsOf({ account, ledger }: HubspotVendor): Record<ObjectName, ObjectCounts> {
	const countsOf = (name: ObjectName): ObjectCounts => ({
		records: account.store(name).living().length,
		...ledger.countsOf(name),
	});
	const entries = OBJECT_TYPES.map(({ name }) => [name, countsOf(name)]);
	return Object.fromEntries(entries) as Record<ObjectName, ObjectCounts>;
}

function apolloObjects({ team, ledger }: ApolloVendor): Record<TeamRecordName, ObjectCounts> {
	const countsOf = (name: TeamRecordName): ObjectCounts => ({
		records: team[name].all().length,
		...ledger.countsOf(name),
	});
	return {
		contacts: countsOf('contacts'),
		accounts: countsOf('accounts'),
		deals: countsOf('deals'),
	};
}

export function stateOf({
	people,
	apollo,
	clay,
	hubspot,
	instantly,
	salesforce,
	arrivals,
}: World): SandboxState {
	const { ledger } = hubspot;
	const { created, updated, archived, appliedTwice } = ledger.countsOf();
	const { account, oauth, subscriptions, deliveries } = hubspot;
	return {
		people: people.length,
		apollo: {
			...trafficOf(arrivals.of('apollo')),
			credits: apollo.credits.balance,
			creditsConsumed: apollo.credits.spent,
			objects: apolloObjects(apollo),
			batchWrites: apollo.ledger.batchWrites,
			createsResent: apollo.ledger.createsResent,
			phones: { ...apollo.phones.counts },
		},
		clay: { ...trafficOf(arrivals.of('clay')), ...clayState(clay) },
		hubspot: {
			...trafficOf(arrivals.of('hubspot')),
			contacts: account.store('contacts').living().length,
			created,
			updated,
			archived,
			batchWrites: ledger.batchWrites,
			objects: objectsOf(hubspot),
			associations: account.associations.pairs,
			lists: account.lists.all().length,
			enrollments: account.sequences.enrolled,
			oauth: { ...oauth.counts },
			webhooks: { subscriptions: subscriptions.list().length, ...deliveries },
		},
		instantly: { ...trafficOf(arrivals.of('instantly')), ...instantlyState(instantly) },
		salesforce: { ...trafficOf(arrivals.of('salesforce')), ...salesforceState(salesforce) },
		appliedTwice,
		repeatedWithoutEffect: ledger.repeatedWithoutEffect,
		createsResent: ledger.createsResent,
		unanswered: [...ledger.unanswered],
		faults: tally(arrivals.all().flatMap(({ fault }) => (fault === undefined ? [] : [fault]))),
	};
}
