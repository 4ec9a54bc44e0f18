import type { Person } from '../data/person';
import type { Parameters } from './parameters';

type Test = (person: Person) => boolean;

function anyOf(wanted: string[], test: (person: Person, value: string) => boolean): Test {
	const values = wanted.map((value) => value.trim().toLowerCase()).filter((value) => value !== '');
	return values.length === 0 ? () => true : (person) => values.some((value) => test(person, value));
}

function words(text: string): string[] {
	return text
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== '');
}

function isIn(place: { city: string; state: string; country: string }, wanted: string): boolean {
	const own = [place.city, place.state, place.country].map((part) => part.toLowerCase());
	return wanted.split(',').every((part) => own.includes(part.trim()));
}

function inRange(employees: number, range: string): boolean {
	const [low, high] = range.split(',').map(Number);
	return employees >= (low ?? 0) && (high === undefined || Number.isNaN(high) || employees <= high);
}

function holdsTitle(parameters: Parameters): (person: Person, wanted: string) => boolean {
	const exact = parameters.flag('include_similar_titles') === false;
	return (person, wanted) =>
		exact
			? person.title.toLowerCase() === wanted
			: words(wanted).every((word) => words(person.title).includes(word));
}

/** Only the filters named here are looked at: Apollo silently ignores any other name. */
export function peopleFilter(parameters: Parameters): Test {
	const keywords = words(parameters.text('q_keywords'));
	const tests: Test[] = [
		anyOf(parameters.list('person_titles'), holdsTitle(parameters)),
		anyOf(parameters.list('person_seniorities'), (person, value) => person.seniority === value),
		anyOf(parameters.list('person_locations'), isIn),
		anyOf(parameters.list('organization_locations'), (person, value) =>
			isIn(person.company, value),
		),
		anyOf(
			parameters.list('q_organization_domains_list'),
			(person, value) => person.company.domain === value,
		),
		anyOf(parameters.list('organization_ids'), (person, value) => person.company.id === value),
		anyOf(parameters.list('organization_num_employees_ranges'), (person, value) =>
			inRange(person.company.employees, value),
		),
		// Every address in the sandbox is a verified one.
		anyOf(parameters.list('contact_email_status'), (_person, value) => value === 'verified'),
		(person) => {
			const { firstName, lastName, title, company } = person;
			const own = words(`${firstName} ${lastName} ${title} ${company.name} ${company.industry}`);
			return keywords.every((word) => own.includes(word));
		},
	];
	return (person) => tests.every((test) => test(person));
}
