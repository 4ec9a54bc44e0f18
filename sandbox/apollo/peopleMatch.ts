import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import { isJsonObject } from '../json';
import type { CreditBalance } from './creditBalance';
import type { Parameters } from './parameters';
import type { PeopleDirectory } from './peopleDirectory';
import type { PhoneReveals } from './phoneReveals';
import { enrichedView } from './personView';
import { bulkRefused, insufficientCredits, misconfigured } from './refusals';

/** docs.apollo.io/reference/bulk-people-enrichment, as read in August 2026. */
const MAX_DETAILS = 10;
const ID = /^[0-9a-f]{24}$/i;

/** A phone number or a waterfall comes later, by webhook or, with `poll_only`, by polling (2026-11). */
function webhookMissing(parameters: Parameters): boolean {
	const asked = ['reveal_phone_number', 'run_waterfall_email', 'run_waterfall_phone'];
	return (
		asked.some((name) => parameters.flag(name) === true) &&
		parameters.text('webhook_url') === '' &&
		parameters.flag('poll_only') !== true
	);
}

export function matchPerson(
	parameters: Parameters,
	directory: PeopleDirectory,
	credits: CreditBalance,
	phones: PhoneReveals,
): VendorAnswer {
	const id = parameters.text('id');
	if (id !== '' && !ID.test(id)) return misconfigured(`${id} is not a valid ID`);
	if (webhookMissing(parameters)) return misconfigured('webhook_url is required');
	const person = directory.find(parameters.all());
	if (person === undefined) return jsonAnswer(200, { person: null }, { applied: true, rows: 1 });
	if (!credits.spend(1)) return insufficientCredits();
	const answer = jsonAnswer(200, { person: enrichedView(person) }, { applied: true, rows: 1 });
	return phones.answered(parameters, [person], answer);
}

export function matchPeople(
	parameters: Parameters,
	directory: PeopleDirectory,
	credits: CreditBalance,
	phones: PhoneReveals,
): VendorAnswer {
	const details = parameters.raw('details');
	if (!Array.isArray(details) || details.length === 0) {
		return bulkRefused('INVALID_REQUEST', 'details must be a list of people');
	}
	if (details.length > MAX_DETAILS) {
		return bulkRefused('RECORD_LIMIT_EXCEEDED', `At most ${MAX_DETAILS} records per request`);
	}
	if (webhookMissing(parameters)) {
		return bulkRefused('INVALID_REQUEST', 'webhook_url is required');
	}
	const people = details.map((each) => (isJsonObject(each) ? directory.find(each) : undefined));
	const found = people.filter((person) => person !== undefined);
	const unique = new Set(found).size;
	if (!credits.spend(unique)) return insufficientCredits();
	const answer = jsonAnswer(
		200,
		{
			status: 'success',
			error_code: null,
			error_message: null,
			total_requested_enrichments: details.length,
			unique_enriched_records: unique,
			missing_records: details.length - found.length,
			credits_consumed: unique,
			matches: people.map((person) => (person === undefined ? null : enrichedView(person))),
		},
		{ applied: true, rows: details.length },
	);
	return phones.answered(parameters, [...new Set(found)], answer);
}
