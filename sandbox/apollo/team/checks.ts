import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { Refused } from '../endpoint';
import { misconfigured } from '../refusals';
import type { Team } from './team';

const ID = /^[0-9a-f]{24}$/i;

export function isId(value: unknown): value is string {
	return typeof value === 'string' && ID.test(value);
}

/** The ids in a record's values have to be of things that there are. */
export function checkIds(team: Team, values: JsonObject, stages: readonly JsonObject[]): void {
	const known: Record<string, (id: string) => boolean> = {
		owner_id: (id) => team.users.some((user) => user.id === id),
		account_id: (id) => team.accounts.get(id) !== undefined,
		contact_stage_id: (id) => stages.some((stage) => stage.id === id),
		account_stage_id: (id) => stages.some((stage) => stage.id === id),
		opportunity_stage_id: (id) => stages.some((stage) => stage.id === id),
	};
	for (const [name, isKnown] of Object.entries(known)) {
		const value = values[name];
		if (value === undefined || value === null || value === '') continue;
		if (!isId(value) || !isKnown(value)) {
			throw new Refused(misconfigured(`${String(value)} is not a valid ID`));
		}
	}
}

/** Only the fields that the endpoint knows: Apollo silently ignores all others. */
export function known(values: JsonObject, names: readonly string[]): JsonObject {
	return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

export function objects(value: unknown): JsonObject[] | undefined {
	return Array.isArray(value) && value.every(isJsonObject) ? value : undefined;
}

export function plain(value: unknown): string {
	return typeof value === 'string' ? value.trim().toLowerCase() : '';
}
