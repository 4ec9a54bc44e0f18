import { base, en, Faker } from '@faker-js/faker';

import { seededRandom, seedFrom } from '../seededRandom';
import type { Company, Person } from './person';
import { PLACES } from './places';
import { HEAD_COUNTS, INDUSTRIES, POSITIONS } from './positions';

const PEOPLE_PER_COMPANY = 8;

export interface PopulationOptions {
	seed: number;
	people: number;
	/** Part of the people, 0 to 1, that search returns and enrichment does not match. */
	missShare: number;
}

function slug(text: string): string {
	return text
		.toLowerCase()
		.normalize('NFD')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '');
}

function mailName(text: string): string {
	return slug(text).replace(/-/g, '');
}

/** Gives each wanted name once; the second one gets a number. */
class TakenNames {
	private readonly taken = new Set<string>();

	claim(make: (suffix: string) => string): string {
		for (let count = 1; ; count++) {
			const name = make(count === 1 ? '' : String(count));
			if (this.taken.has(name)) continue;
			this.taken.add(name);
			return name;
		}
	}
}

function companies(faker: Faker, count: number): Company[] {
	const domains = new TakenNames();
	return Array.from({ length: count }, () => {
		const name = faker.company.name();
		// `.example` is reserved (RFC 2606): no message can ever reach a real mailbox from here.
		const domain = domains.claim((suffix) => `${slug(name)}${suffix}.example`);
		return {
			id: faker.string.hexadecimal({ length: 24, casing: 'lower', prefix: '' }),
			name,
			domain,
			website: `http://www.${domain}`,
			linkedinUrl: `http://www.linkedin.com/company/${domain.replace('.example', '')}`,
			industry: faker.helpers.arrayElement(INDUSTRIES),
			employees: faker.helpers.arrayElement(HEAD_COUNTS),
			...faker.helpers.arrayElement(PLACES),
		};
	});
}

/** People and companies, the same ones for the same seed. */
export function population({ seed, people, missShare }: PopulationOptions): Person[] {
	const faker = new Faker({ locale: [en, base], seed });
	const employers = companies(faker, Math.max(1, Math.ceil(people / PEOPLE_PER_COMPANY)));
	const emails = new TakenNames();
	const profiles = new TakenNames();
	return Array.from({ length: people }, () => {
		const company = faker.helpers.arrayElement(employers);
		const firstName = faker.person.firstName();
		const lastName = faker.person.lastName();
		const position = faker.helpers.arrayElement(POSITIONS);
		const id = faker.string.hexadecimal({ length: 24, casing: 'lower', prefix: '' });
		const local = `${mailName(firstName)}.${mailName(lastName)}`;
		const profile = profiles.claim(
			(suffix) => `${local.replace('.', '-')}${suffix && `-${suffix}`}`,
		);
		return {
			id,
			firstName,
			lastName,
			email: emails.claim((suffix) => `${local}${suffix}@${company.domain}`),
			...position,
			...faker.helpers.arrayElement(PLACES),
			linkedinUrl: `http://www.linkedin.com/in/${profile}`,
			phone: faker.phone.number({ style: 'international' }),
			company,
			unmatched: seededRandom(seedFrom(seed, id, 'miss')).next() < missShare,
		};
	});
}
