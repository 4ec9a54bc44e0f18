import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import type { Account } from '../account';
import type { PropertyDefinition } from '../propertyDefinition';
import type { PropertyFault } from '../propertyFaults';
import { propertiesRefused } from '../propertyFaults';
import { validationError } from '../refusals';
import type { ObjectStore } from './objectStore';
import { valueFault } from './valueFault';

type Fault = Omit<PropertyFault, 'name'>;

function faultOf(
	definition: PropertyDefinition | undefined,
	name: string,
	value: string,
	account: Account,
): Fault | undefined {
	if (definition === undefined) {
		return { code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
	}
	if (definition.modificationMetadata.readOnlyValue) {
		return {
			code: 'READ_ONLY_VALUE',
			message: `"${name}" is a read only property; its value cannot be set.`,
		};
	}
	const isOwner = definition.referencedObjectType === 'OWNER' && value !== '';
	if (isOwner && !account.owners.canOwn(value)) {
		return { code: 'INVALID_OPTION', message: `${value} was not one of the allowed options` };
	}
	return valueFault(definition, value);
}

function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The values to write, all of them strings; throws the refusal when one is not acceptable. */
export function checkedProperties(
	given: unknown,
	store: ObjectStore,
	account: Account,
): Record<string, string> {
	if (!isJsonObject(given)) throw validationError('Invalid input JSON: properties must be a map');
	const faults: PropertyFault[] = [];
	const accepted: Record<string, string> = {};
	for (const [name, raw] of Object.entries(given satisfies JsonObject)) {
		if (raw === null) continue;
		const value = textOf(raw);
		if (value === undefined) {
			throw validationError(
				'Invalid input JSON: Cannot deserialize value of type `java.lang.String` from Object value (token `JsonToken.START_OBJECT`)',
			);
		}
		const trimmed = name === 'email' ? value.trim() : value;
		const fault = faultOf(store.definitions.get(name), name, trimmed, account);
		if (fault === undefined) accepted[name] = trimmed;
		else faults.push({ ...fault, name });
	}
	if (faults.length > 0) throw propertiesRefused(faults);
	return accepted;
}
