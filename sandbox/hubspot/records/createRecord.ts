import { isJsonObject } from '../../json';
import type { Account } from '../account';
import { associate } from '../associations/associate';
import { associationTypesIn, idOf, livingEnd } from '../associations/associationInputs';
import type { AssociationType } from '../associations/associationType';
import { validationError } from '../refusals';
import type { ObjectType } from '../types/objectType';
import { constantOf } from '../types/objectType';
import { OBJECT_TYPES } from '../types/objectTypes';
import type { CrmRecord } from './crmRecord';
import { rowKey } from './crmRecord';
import type { ObjectStore } from './objectStore';
import { refuseForeignStage } from './stageCheck';

interface Wanted {
	toType: ObjectType;
	toId: string;
	types: AssociationType[];
}

function refuseIncomplete(type: ObjectType, properties: Record<string, string>): void {
	const has = (name: string): boolean => (properties[name] ?? '') !== '';
	const absent = type.required.filter((name) => !has(name));
	if (type.oneOf.length > 0 && !type.oneOf.some(has)) absent.push(...type.oneOf);
	if (absent.length === 0) return;
	throw validationError(
		`Error creating ${constantOf(type)}. Some required properties were not set.`,
		{ context: { properties: absent } },
	);
}

/** `associations: [{to: {id}, types: [{associationCategory, associationTypeId}]}]`. */
function wantedAssociations(given: unknown, from: ObjectType, account: Account): Wanted[] {
	if (given === undefined || given === null) return [];
	if (!Array.isArray(given)) throw validationError('Invalid input JSON: associations');
	return given.map((each: unknown) => {
		if (!isJsonObject(each)) throw validationError('Invalid input JSON: associations');
		const toId = idOf(each.to);
		const types = associationTypesIn(each.types, account);
		const toType = OBJECT_TYPES.find(({ id }) => id === types[0]?.to);
		if (
			toType === undefined ||
			types.some((type) => type.from !== from.id || type.to !== toType.id)
		) {
			const ids = types.map(({ typeId }) => typeId).join(', ');
			throw validationError(`Association types [${ids}] do not start at ${constantOf(from)}`);
		}
		livingEnd(account, toType, toId);
		return { toType, toId, types };
	});
}

/** Names the records a raw row wants to be associated with, for its key. */
export function associatedIds(associations: unknown): string[] {
	if (!Array.isArray(associations)) return [];
	return associations.flatMap((each: unknown) =>
		isJsonObject(each) && isJsonObject(each.to) ? [String(each.to.id)] : [],
	);
}

/** Creates a record out of checked properties, with the associations it asks for, or nothing at all. */
export function createRecord(
	account: Account,
	store: ObjectStore,
	properties: Record<string, string>,
	associations: unknown,
): CrmRecord {
	const { type } = store;
	refuseIncomplete(type, properties);
	const all = { ...type.initial, ...properties };
	refuseForeignStage(type, all);
	const wanted = wantedAssociations(associations, type, account);
	if (type.needsContact && !wanted.some(({ toType }) => toType.name === 'contacts')) {
		throw validationError(`${constantOf(type)} must be associated with an existing contact`);
	}
	return account.journal.together(() => {
		const key = rowKey(type, properties, associatedIds(associations));
		const record = store.create(all, key);
		for (const { toType, toId, types } of wanted) {
			const ends = {
				from: { typeId: type.id, id: record.id },
				to: { typeId: toType.id, id: toId },
			};
			associate(account, ends, types, account.associationTypes.unlabeled(type, toType));
		}
		return record;
	});
}
