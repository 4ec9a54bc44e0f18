import type { Contact } from './contact';
import { propertiesRefused } from './propertyCheck';
import { contactExists } from './refusals';

/** Record ids of a grown account have eleven digits or more. */
const FIRST_ID = 30_100_000_001;

/** The contacts of the account and the unique values they hold. */
export class ContactStore {
	private readonly contacts = new Map<string, Contact>();
	private readonly holders = new Map<string, string>();
	/** How to take back what was written; only kept while several writes run as one. */
	private undo: Array<() => void> | undefined;
	private nextId = FIRST_ID;

	constructor(private readonly uniqueProperties: readonly string[]) {}

	create(properties: Record<string, string>): Contact {
		this.refuseTakenValues(properties, undefined);
		const now = Date.now();
		const id = String(this.nextId++);
		const contact: Contact = { id, properties: { ...properties }, createdAt: now, updatedAt: now };
		this.contacts.set(id, contact);
		this.hold(contact);
		this.undo?.push(() => {
			this.release(contact);
			this.contacts.delete(id);
		});
		return contact;
	}

	/** False when every value was already there: such a write leaves no trace. */
	update(contact: Contact, properties: Record<string, string>): boolean {
		this.refuseTakenValues(properties, contact.id);
		const before = { properties: contact.properties, updatedAt: contact.updatedAt };
		const after = { ...before.properties };
		for (const [name, value] of Object.entries(properties)) {
			// A leading ';' appends to a multiple selection.
			const added = value.startsWith(';')
				? `${after[name] ?? ''}${value}`.replace(/^;/, '')
				: value;
			after[name] = added;
		}
		const changed = Object.keys(after).some(
			(name) => (before.properties[name] ?? '') !== after[name],
		);
		if (!changed) return false;
		this.rewrite(contact, { properties: after, updatedAt: Date.now() });
		this.undo?.push(() => this.rewrite(contact, before));
		return true;
	}

	archive(contact: Contact): void {
		this.release(contact);
		contact.archivedAt = Date.now();
	}

	/** Runs several writes as one: a refusal takes back those before it. */
	together<T>(write: () => T): T {
		const undo: Array<() => void> = [];
		this.undo = undo;
		try {
			return write();
		} catch (error) {
			for (const step of undo.reverse()) step();
			throw error;
		} finally {
			this.undo = undefined;
		}
	}

	get(id: string): Contact | undefined {
		return this.contacts.get(id);
	}

	/** A living contact by a unique property; emails compare without case. */
	find(idProperty: string, value: string): Contact | undefined {
		const id =
			idProperty === 'hs_object_id' ? value : this.holders.get(this.holding(idProperty, value));
		const contact = id === undefined ? undefined : this.contacts.get(id);
		return contact?.archivedAt === undefined ? contact : undefined;
	}

	isUnique(name: string): boolean {
		return name === 'hs_object_id' || this.uniqueProperties.includes(name);
	}

	/** In order of id, which is the order of creation. */
	living(): Contact[] {
		return [...this.contacts.values()].filter((contact) => contact.archivedAt === undefined);
	}

	archived(): Contact[] {
		return [...this.contacts.values()].filter((contact) => contact.archivedAt !== undefined);
	}

	private refuseTakenValues(properties: Record<string, string>, own: string | undefined): void {
		for (const name of this.uniqueProperties) {
			const value = properties[name];
			if (value === undefined || value === '') continue;
			const holder = this.holders.get(this.holding(name, value));
			if (holder === undefined || holder === own) continue;
			if (name === 'email') throw contactExists(holder);
			const message = `${name} value ${value} is already in use by record ${holder}`;
			throw propertiesRefused([{ name, code: 'CONFLICTING_UNIQUE_VALUE', message }]);
		}
	}

	private rewrite(contact: Contact, to: Pick<Contact, 'properties' | 'updatedAt'>): void {
		this.release(contact);
		contact.properties = to.properties;
		contact.updatedAt = to.updatedAt;
		this.hold(contact);
	}

	private hold(contact: Contact): void {
		for (const key of this.keysOf(contact)) this.holders.set(key, contact.id);
	}

	private release(contact: Contact): void {
		for (const key of this.keysOf(contact)) this.holders.delete(key);
	}

	private keysOf(contact: Contact): string[] {
		return this.uniqueProperties.flatMap((name) => {
			const value = contact.properties[name];
			return value === undefined || value === '' ? [] : [this.holding(name, value)];
		});
	}

	private holding(name: string, value: string): string {
		return `${name} ${value.toLowerCase()}`;
	}
}
