import type { Company, Person } from '../../data/person';
import type { JsonObject } from '../../json';
import { invalid } from '../refusals';

export type SourceType = 'people' | 'companies';

interface FilterField<Record> {
	name: string;
	type: 'array' | 'number' | 'boolean';
	description: string;
	/** Whether a record fits the value. */
	fits(record: Record, value: unknown): boolean;
}

const plain = (text: unknown): string => String(text).toLowerCase();
const among = (values: unknown, text: string): boolean =>
	Array.isArray(values) && values.some((value) => plain(value) === plain(text));

const PEOPLE: Array<FilterField<Person>> = [
	{
		name: 'job_title_keywords',
		type: 'array',
		description: 'Words of the present job title',
		fits: ({ title }, words) =>
			Array.isArray(words) && words.some((word) => plain(title).includes(plain(word))),
	},
	{
		name: 'location_cities_include',
		type: 'array',
		description: 'Cities that people live in',
		fits: ({ city }, cities) => among(cities, city),
	},
	{
		name: 'company_domains_include',
		type: 'array',
		description: 'Domains of the present employer',
		fits: ({ company }, domains) => among(domains, company.domain),
	},
];

const COMPANIES: Array<FilterField<Company>> = [
	{
		name: 'industries',
		type: 'array',
		description: 'Industries',
		fits: ({ industry }, industries) => among(industries, industry),
	},
	{
		name: 'minimum_member_count',
		type: 'number',
		description: 'The least number of employees',
		fits: ({ employees }, least) => employees >= Number(least),
	},
	{
		name: 'has_website',
		type: 'boolean',
		description: 'Whether a website is known',
		fits: ({ website }, wanted) => (website !== '') === wanted,
	},
];

const isOf = {
	array: (value: unknown) =>
		Array.isArray(value) && value.every((each) => typeof each === 'string'),
	number: (value: unknown) => typeof value === 'number',
	boolean: (value: unknown) => typeof value === 'boolean',
};

export function fieldsOf(source: SourceType): JsonObject[] {
	const fields = source === 'people' ? PEOPLE : COMPANIES;
	return fields.map(({ name, type, description }) => ({ name, type, description }));
}

function matching<Record>(
	records: readonly Record[],
	fields: Array<FilterField<Record>>,
	filters: JsonObject,
): Record[] {
	const asked = Object.entries(filters).map(([name, value]) => {
		const field = fields.find((each) => each.name === name);
		if (field === undefined) throw invalid(`unrecognized filter "${name}"`);
		if (!isOf[field.type](value)) throw invalid(`filters.${name} must be of type ${field.type}`);
		return { field, value };
	});
	return records.filter((record) => asked.every(({ field, value }) => field.fits(record, value)));
}

/** The results of a search, in the order in which they are given out. */
export function resultsOf(
	source: SourceType,
	filters: JsonObject,
	people: readonly Person[],
): JsonObject[] {
	if (source === 'people') return matching(people, PEOPLE, filters).map(personView);
	const companies = [...new Map(people.map(({ company }) => [company.id, company])).values()];
	return matching(companies, COMPANIES, filters).map(companyView);
}

/** Neither an email nor a phone: those are what routines are for (OpenAPI, 2026-08). */
function personView(person: Person, place: number): JsonObject {
	const { firstName, lastName, title, city, state, country, company } = person;
	return {
		clay_profile_id: 70_000_001 + place,
		name: `${firstName} ${lastName}`,
		first_name: firstName,
		last_name: lastName,
		location: { name: `${city}, ${country}`, city, state_or_province: state },
		matched_experiences: [
			{ company: company.name, title, location: city, start_date: '2023-01', end_date: null },
		],
	};
}

function companyView(company: Company, place: number): JsonObject {
	return {
		clay_company_id: 50_000_001 + place,
		name: company.name,
		size: String(company.employees),
		type: null,
		domain: company.domain,
		country: company.country,
		industry: company.industry,
		location: company.city,
		description: null,
		linkedin_url: company.linkedinUrl,
		annual_revenue: null,
		total_funding_amount_range_usd: null,
	};
}
