import type { Person } from '../../data/person';
import type { JsonObject } from '../../json';

/** An item as a run takes it. */
export interface RunItem {
	id: string;
	inputs: JsonObject;
}

export interface ItemResult {
	id: string;
	status: 'complete' | 'failed';
	result?: JsonObject;
	error?: { message: string };
}

/** The one routine of the workspace: it finds a person by email. */
export const ROUTINE_ID = 'function:t_0sandboxEnrichPerson';

/** What of the inputs is not as the routine wants it, for the check of a batch file. */
export function inputFault({ inputs }: RunItem): { field: string; message: string } | undefined {
	return typeof inputs.email === 'string'
		? undefined
		: { field: 'email', message: 'Required input is missing' };
}

/** An item without an email fails alone; one whose person is not known is complete and empty. */
export function workOn(item: RunItem, people: readonly Person[]): ItemResult {
	const { id, inputs } = item;
	const fault = inputFault(item);
	if (fault) {
		return { id, status: 'failed', error: { message: `${fault.field}: ${fault.message}` } };
	}
	const email = String(inputs.email).toLowerCase();
	const person = people.find((each) => each.email === email);
	const found = person && {
		full_name: `${person.firstName} ${person.lastName}`,
		job_title: person.title,
		company_domain: person.company.domain,
	};
	return { id, status: 'complete', result: found ?? {} };
}
