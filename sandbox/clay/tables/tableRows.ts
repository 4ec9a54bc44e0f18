import type { Person } from '../../data/person';
import type { JsonObject } from '../../json';

/** The one table of the workspace that can be queried. */
export const TABLE_ID = 't_0sandboxContacts';

export interface Field {
	id: string;
	name: string;
	type: 'text' | 'number';
}

export const FIELDS: readonly Field[] = [
	{ id: 'f_0email', name: 'Email', type: 'text' },
	{ id: 'f_0name', name: 'Full Name', type: 'text' },
	{ id: 'f_0company', name: 'Company', type: 'text' },
	{ id: 'f_0employees', name: 'Employees', type: 'number' },
	{ id: 'f_0score', name: 'Score', type: 'number' },
];

export type TableRow = Record<string, JsonObject>;

const success = (value: unknown): JsonObject => ({ status: 'success', value, fields: null });

/** An enrichment is never the same in all rows: some cells wait, some have failed. */
function scoreOf(place: number): JsonObject {
	if (place % 10 === 7) return { status: 'running' };
	if (place % 10 === 8) return { status: 'error', error: 'No score for this company' };
	if (place % 10 === 9) return { status: 'empty' };
	return success(place % 100);
}

/** Rows by the ids of their fields. */
export function tableRows(people: readonly Person[]): TableRow[] {
	return people.map((person, place) => ({
		f_0email: success(person.email),
		f_0name: success(`${person.firstName} ${person.lastName}`),
		f_0company: success(person.company.name),
		f_0employees: success(person.company.employees),
		f_0score: scoreOf(place),
	}));
}
