import type { Person } from '../data/person';
import type { JsonObject } from '../json';

function plain(value: unknown): string {
	return typeof value === 'string' ? value.trim().toLowerCase() : '';
}

function bareUrl(value: unknown): string {
	return plain(value)
		.replace(/^https?:\/\//, '')
		.replace(/^www\./, '')
		.replace(/\/+$/, '');
}

function bareDomain(value: unknown): string {
	return bareUrl(value).replace(/\/.*$/, '');
}

function nameOf(details: JsonObject): string {
	const name = plain(details.name);
	return name !== '' ? name : `${plain(details.first_name)} ${plain(details.last_name)}`.trim();
}

/** Finds the one person a set of identifiers means. */
export class PeopleDirectory {
	private readonly byIdentifier = new Map<string, Person>();

	constructor(people: readonly Person[]) {
		for (const person of people) {
			const name = `${person.firstName} ${person.lastName}`.toLowerCase();
			this.add(`id ${person.id}`, person);
			this.add(`email ${person.email}`, person);
			this.add(`linkedin ${bareUrl(person.linkedinUrl)}`, person);
			this.add(`domain ${person.company.domain} ${name}`, person);
			this.add(`company ${person.company.name.toLowerCase()} ${name}`, person);
		}
	}

	/** The strongest identifier given decides; a weaker one does not correct it. */
	find(details: JsonObject): Person | undefined {
		const name = nameOf(details);
		const candidates = [
			plain(details.id) && `id ${plain(details.id)}`,
			plain(details.email) && `email ${plain(details.email)}`,
			bareUrl(details.linkedin_url) && `linkedin ${bareUrl(details.linkedin_url)}`,
			name && bareDomain(details.domain) && `domain ${bareDomain(details.domain)} ${name}`,
			name &&
				plain(details.organization_name) &&
				`company ${plain(details.organization_name)} ${name}`,
		];
		const key = candidates.find((candidate) => candidate !== '');
		const person = key === undefined ? undefined : this.byIdentifier.get(key);
		return person === undefined || person.unmatched ? undefined : person;
	}

	/** Two people of one name at one company: the first one stays the answer. */
	private add(key: string, person: Person): void {
		if (!this.byIdentifier.has(key)) this.byIdentifier.set(key, person);
	}
}
