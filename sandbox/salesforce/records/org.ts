import { SANDBOX_SALESFORCE_USERNAME } from '../../credentials';
import { Journal } from '../../journal';
import type { SeededRandom } from '../../seededRandom';
import { seededRandom, seedFrom } from '../../seededRandom';
import { fullId, idOf } from '../recordId';
import { USER_PREFIX } from '../orgIds';
import type { FieldValue } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import type { SalesforceObjectName } from '../schema/sobjectNames';
import { sobjectOfId, SOBJECTS } from '../schema/sobjects';
import type { SalesforceSettings } from '../settings';
import { RecordStore } from './recordStore';
import type { StoredRecord } from './storedRecord';

/** Everything an organization holds. */
export class Org {
	readonly journal = new Journal();
	/** For the order of job results, which Salesforce does not keep. */
	readonly order: SeededRandom;
	private readonly stores: ReadonlyMap<SalesforceObjectName, RecordStore>;

	constructor(
		seed: number,
		private readonly settings: SalesforceSettings,
	) {
		this.order = seededRandom(seedFrom(seed, 'salesforce result order'));
		const now = (): number => this.now();
		this.stores = new Map(
			SOBJECTS.map((type) => [type.name, new RecordStore(type, this.journal, now)]),
		);
		this.seedAll('User', settings.users);
		for (const { name, fixedRecords } of SOBJECTS) {
			if (name !== 'User') this.seedAll(name, fixedRecords + (settings.records[name] ?? 0));
		}
	}

	/** By the server's clock, which need not be ours. */
	now(): number {
		return Date.now() + this.settings.clockSkewMs;
	}

	/** The first user is the integration's own. */
	userId(place = 1): string {
		return idOf(USER_PREFIX, place);
	}

	store(name: SalesforceObjectName): RecordStore {
		const store = this.stores.get(name);
		if (store === undefined) throw new Error(`No store for ${name}`);
		return store;
	}

	storeOf({ name }: SobjectType): RecordStore {
		return this.store(name);
	}

	/** Living or deleted, of whatever object; ids of 15 and of 18 characters. */
	find(id: string): StoredRecord | undefined {
		const whole = fullId(id);
		const type = whole === undefined ? undefined : sobjectOfId(whole);
		return whole === undefined || type === undefined ? undefined : this.storeOf(type).get(whole);
	}

	private seedAll(name: SalesforceObjectName, count: number): void {
		const { type } = this.store(name);
		const usual = Object.fromEntries(
			type.fields.flatMap(({ name: field, initial }) =>
				initial === null ? [] : [[field, initial] as const],
			),
		);
		if (type.byName.has('ownerid')) usual.OwnerId = this.userId();
		for (let place = 1; place <= count; place++) {
			const values: Record<string, FieldValue> = {
				...usual,
				...this.parentsOf(name, place),
				...type.seeded(place),
			};
			if (name === 'User' && place === 1) values.Username = SANDBOX_SALESFORCE_USERNAME;
			this.store(name).create(values, this.userId());
		}
	}

	/** Contacts, opportunities and invoices are spread over the accounts there are. */
	private parentsOf(name: SalesforceObjectName, place: number): Record<string, string> {
		const parent = name === 'Invoice__c' ? 'Account__c' : 'AccountId';
		const accounts = this.store('Account');
		if (!this.store(name).type.byName.has(parent.toLowerCase()) || accounts.count === 0) return {};
		return { [parent]: idOf(accounts.type.prefix, ((place - 1) % accounts.count) + 1) };
	}
}
