import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import type { Account } from '../account';
import { validationError } from '../refusals';
import type { ObjectType } from '../types/objectType';
import { constantOf } from '../types/objectType';
import { OBJECT_TYPES } from '../types/objectTypes';
import type { AssociationType } from './associationType';
import { CATEGORIES } from './associationType';
import type { End } from './associationStore';

/** Said of an id that is no living record (seen in HubSpot/hubspot-api-nodejs, issue 646). */
export function invalidEnd(type: ObjectType, id: string): Error {
	return validationError('One or more associations are invalid', {
		context: {
			INVALID_OBJECT_IDS: [`${constantOf(type)}=${id} is not valid`],
			objectId: [id],
			objectType: [constantOf(type)],
		},
	});
}

export function livingEnd(account: Account, type: ObjectType, id: string): End {
	if (account.storeOf(type).find('hs_object_id', id) === undefined) throw invalidEnd(type, id);
	return { typeId: type.id, id };
}

/** An id in a body: a text, though numbers pass as well. */
export function idOf(value: unknown): string {
	const id = isJsonObject(value) ? value.id : undefined;
	if (typeof id === 'number') return String(id);
	if (typeof id === 'string' && id !== '') return id;
	throw validationError(
		'Invalid input JSON on line 1, column 1. Some required fields were not set: [id]',
	);
}

function readType(value: unknown, account: Account): AssociationType {
	const spec: JsonObject = isJsonObject(value) ? value : {};
	const absent = ['associationCategory', 'associationTypeId'].filter(
		(name) => spec[name] === undefined,
	);
	if (absent.length > 0) {
		throw validationError(
			`Invalid input JSON on line 1, column 3. Some required fields were not set: [${absent.join(', ')}]`,
		);
	}
	const category = CATEGORIES.find((each) => each === spec.associationCategory);
	const typeId = Number(spec.associationTypeId);
	const type = category === undefined ? undefined : account.associationTypes.byId(category, typeId);
	if (type !== undefined) return type;
	throw validationError(
		`No association type exists for ${String(spec.associationCategory)} ${String(spec.associationTypeId)}`,
	);
}

/** `[{associationCategory, associationTypeId}]`, in a body or a create. */
export function associationTypesIn(given: unknown, account: Account): AssociationType[] {
	if (!Array.isArray(given) || given.length === 0) {
		throw validationError('At least one association type is required');
	}
	return given.map((each: unknown) => readType(each, account));
}

/** Each type has to be one of this pair in this direction: an id of the way back is refused. */
export function refuseForeignTypes(
	types: readonly AssociationType[],
	from: ObjectType,
	to: ObjectType,
	ids: { from: string; to: string },
): void {
	const wrong = types.find((type) => type.from !== from.id || type.to !== to.id);
	if (wrong === undefined) return;
	const [side, id] = wrong.from === from.id ? [wrong.to, ids.to] : [wrong.from, ids.from];
	throw invalidEnd(OBJECT_TYPES.find((type) => type.id === side) ?? from, id);
}
