import { propertiesRefused } from '../propertyFaults';
import { contactExists } from '../refusals';
import type { ObjectType } from '../types/objectType';
import type { CrmRecord } from './crmRecord';

/** Who holds which unique value. All of them compare without case. */
export class UniqueValues {
	/** Contacts also go by email, which is unique without being called so. */
	readonly names: readonly string[];
	private readonly holders = new Map<string, string>();

	constructor(type: ObjectType) {
		const custom = type.properties.filter(
			({ name, hasUniqueValue }) => hasUniqueValue && name !== 'hs_object_id',
		);
		const names = custom.map(({ name }) => name);
		this.names = type.name === 'contacts' ? ['email', ...names] : names;
	}

	holder(name: string, value: string): string | undefined {
		return this.holders.get(this.place(name, value));
	}

	refuseTaken(properties: Record<string, string>, own: string | undefined): void {
		for (const name of this.names) {
			const value = properties[name];
			if (value === undefined || value === '') continue;
			const holder = this.holder(name, value);
			if (holder === undefined || holder === own) continue;
			if (name === 'email') throw contactExists(holder);
			const message = `${name} value ${value} is already in use by record ${holder}`;
			throw propertiesRefused([{ name, code: 'CONFLICTING_UNIQUE_VALUE', message }]);
		}
	}

	hold(record: CrmRecord): void {
		for (const place of this.placesOf(record)) this.holders.set(place, record.id);
	}

	release(record: CrmRecord): void {
		for (const place of this.placesOf(record)) this.holders.delete(place);
	}

	/** Additional emails of a merged contact collide like its own. */
	private placesOf({ properties }: CrmRecord): string[] {
		return this.names.flatMap((name) => {
			const more = name === 'email' ? (properties.hs_additional_emails ?? '').split(';') : [];
			const values = [properties[name] ?? '', ...more].filter((value) => value !== '');
			return values.map((value) => this.place(name, value));
		});
	}

	private place(name: string, value: string): string {
		return `${name} ${value.toLowerCase()}`;
	}
}
