import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { AssociationType } from '../associations/associationType';
import type { Call } from '../call';
import { paramIn } from '../call';
import { objectNotFound } from '../refusals';
import { CARS, CARS_SCHEMA } from '../types/carType';
import { fullyQualifiedName, OBJECT_TYPES } from '../types/objectTypes';

function associationsOf({ account }: Call): AssociationType[] {
	return OBJECT_TYPES.flatMap((other) => [
		...account.associationTypes.between(CARS, other),
		...account.associationTypes.between(other, CARS),
	]);
}

function wants({ request }: Call, part: string): boolean {
	return request.query.get(`include${part}`) !== 'false';
}

function schemaView(call: Call): JsonObject {
	const associations = associationsOf(call).map(({ typeId, name, from, to }) => ({
		id: String(typeId),
		name,
		fromObjectTypeId: from,
		toObjectTypeId: to,
	}));
	return {
		...CARS_SCHEMA,
		id: CARS.id.replace('2-', ''),
		objectTypeId: CARS.id,
		name: CARS.name,
		fullyQualifiedName: fullyQualifiedName(CARS),
		requiredProperties: CARS.required,
		searchableProperties: CARS.searched,
		properties: wants(call, 'PropertyDefinitions') ? CARS.properties : [],
		associations: wants(call, 'AssociationDefinitions') ? associations : [],
		allowsSensitiveProperties: false,
		archived: false,
		createdAt: '2025-02-03T09:00:00.000Z',
		updatedAt: '2025-02-03T09:00:00.000Z',
	};
}

/** The account's own objects; HubSpot's own types are not among them. */
export function listSchemas(call: Call): VendorAnswer {
	const results = call.request.query.get('archived') === 'true' ? [] : [schemaView(call)];
	return jsonAnswer(200, { results }, { applied: true });
}

/** By id or by fully qualified name. */
export function readSchema(call: Call): VendorAnswer {
	const id = paramIn(call);
	if (id !== CARS.id && id !== fullyQualifiedName(CARS)) throw objectNotFound();
	return jsonAnswer(200, schemaView(call), { applied: true });
}
