import { ApolloVendor } from './apollo/apolloVendor';
import { ArrivalRecord } from './arrivals';
import { ClayVendor } from './clay/clayVendor';
import type { FileStore } from './clay/routines/fileStore';
import type { Person } from './data/person';
import { demoPlan } from './faults/demoPlan';
import type { FaultPlan, NamedFaultPlan } from './faults/faultPlan';
import { FaultSchedule } from './faults/faultSchedule';
import { Account } from './hubspot/account';
import { HubspotVendor } from './hubspot/hubspotVendor';
import { OAuthApp } from './hubspot/oauth/oauthApp';
import { seedRecords } from './hubspot/seedRecords';
import { InstantlyVendor } from './instantly/instantlyVendor';
import type { ObjectName } from './hubspot/types/objectType';
import type { SandboxSettings } from './options';
import type { Addresses } from './salesforce/addresses';
import { SalesforceVendor } from './salesforce/salesforceVendor';
import type { FieldValue } from './salesforce/schema/field';
import type { SalesforceObjectName } from './salesforce/schema/sobjectNames';
import type { SeededRandom } from './seededRandom';
import { seededRandom, seedFrom } from './seededRandom';

/** Fields that hold something, under their names; system fields and formulas are not among them. */
export interface HeldSalesforceRecord {
	id: string;
	fields: Record<string, FieldValue>;
}

export interface HeldContact {
	id: string;
	properties: Record<string, string>;
}

function seededAccount(settings: SandboxSettings, people: readonly Person[]): Account {
	const account = new Account(settings);
	const contacts = account.store('contacts');
	for (const { email, firstName, lastName } of people.slice(0, settings.seedContacts)) {
		contacts.create({ email, firstname: firstName, lastname: lastName });
	}
	seedRecords(account, settings.records);
	return account;
}

/** Everything that a run changes. A reset makes a new one over the same people. */
export class World {
	readonly arrivals = new ArrivalRecord();
	readonly apollo: ApolloVendor;
	readonly clay: ClayVendor;
	readonly hubspot: HubspotVendor;
	readonly instantly: InstantlyVendor;
	readonly salesforce: SalesforceVendor;
	private schedule: FaultSchedule;
	private readonly latency: SeededRandom;

	constructor(
		private readonly settings: SandboxSettings,
		readonly people: readonly Person[],
		faults: FaultPlan | NamedFaultPlan,
		salesforceAddresses: Addresses,
		clayFiles: FileStore,
	) {
		this.apollo = new ApolloVendor(people, settings.apollo);
		this.clay = new ClayVendor(settings.seed, settings.clay, people, clayFiles);
		this.hubspot = new HubspotVendor({
			account: seededAccount(settings, people),
			oauth: new OAuthApp(settings.seed, settings.oauth),
			quotas: settings.hubspot,
			scopes: settings.scopes,
		});
		this.instantly = new InstantlyVendor(settings.instantly);
		this.salesforce = new SalesforceVendor(settings.seed, settings.salesforce, salesforceAddresses);
		this.latency = seededRandom(seedFrom(settings.seed, 'latency'));
		this.schedule = this.scheduleOf(faults);
	}

	/** A new plan starts counting arrivals from the next one. */
	setFaults(faults: FaultPlan | NamedFaultPlan): void {
		this.schedule = this.scheduleOf(faults);
	}

	nextFault(...arrival: Parameters<FaultSchedule['next']>): ReturnType<FaultSchedule['next']> {
		return this.schedule.next(...arrival);
	}

	nextLatency(): number {
		const { minMs, maxMs } = this.settings.latency;
		return this.latency.between(minMs, maxMs);
	}

	contacts(): HeldContact[] {
		return this.records('contacts');
	}

	records(name: ObjectName): HeldContact[] {
		return this.hubspot.account
			.store(name)
			.living()
			.map(({ id, properties }) => ({ id, properties: { ...properties } }));
	}

	salesforceRecords(name: SalesforceObjectName): HeldSalesforceRecord[] {
		return this.salesforce.org
			.store(name)
			.alive()
			.map(({ id, values }) => ({ id, fields: { ...values } }));
	}

	emails(): string[] {
		return this.contacts().flatMap(({ properties: { email } }) =>
			email === undefined || email === '' ? [] : [email.toLowerCase()],
		);
	}

	private scheduleOf(faults: FaultPlan | NamedFaultPlan): FaultSchedule {
		const { seed } = this.settings;
		if (faults === 'demo') return new FaultSchedule(demoPlan(seed));
		return new FaultSchedule(faults === 'none' ? { seed, rules: [] } : faults);
	}
}
