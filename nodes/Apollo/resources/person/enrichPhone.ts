import type { INodeProperties } from 'n8n-workflow';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Failure, Outcome, Success } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import { creditCeilingField } from '../../../shared/node/credits';
import { waitOperation, type Polling, type Said } from '../../../shared/node/durableWait';
import {
	answerDeadlineField,
	answersByField,
	callbackUrlField,
} from '../../../shared/node/durableWaitFields';
import { Problem } from '../../../shared/node/parameters';
import type { View } from '../../../shared/node/view';
import { ENRICH_SIZE } from '../../limits';
import { isCausedByRow } from '../../matching';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';
import { revealPersonalEmailsField, USUAL_PERSON } from './enrich';
import { withPhones } from './enrichPhoneAnswer';
import { identifyFields, readPerson, type PersonDetails } from './identify';
import { readMatches } from './matches';

interface PersonRow {
	details: PersonDetails;
	revealPersonalEmails: boolean;
	view: View;
}

const fields: INodeProperties[] = [
	...identifyFields,
	answersByField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [answerDeadlineField, callbackUrlField, creditCeilingField, revealPersonalEmailsField],
	},
	...viewFields,
];

/** One credit for a match, and eight for a mobile phone (bulk people enrichment, 2026-10). */
const MOST_CREDITS = 9;
/** 400 requests an hour on the smaller paid plans (rate limits, 2026-08). */
const POLLING_PACE_MS = 9_000;

function readSaid({ data }: Success, rows: PersonRow[]): Array<Said | undefined> {
	const results = readMatches(
		{ data },
		rows.map(({ details }) => details),
	);
	return results.map((result, place) => {
		if (!result) return undefined;
		if (!result.ok) return { kind: 'done', answered: { failure: result.failure } };
		const id = asText(result.data.id);
		if (result.data.matched === true && id) return { kind: 'waits', id, said: result.data };
		return { kind: 'done', answered: { items: [rows[place]?.view(result.data) ?? {}] } };
	});
}

/** Poll webhook result, 2026-11: pending answers are a 404, and three errors are final. */
const FINAL = new Set(['request_id_unknown', 'request_id_expired', 'invalid_request_id']);

function readResult(outcome: Outcome): { body: JsonValue } | { failure: Failure } | undefined {
	if (!outcome.ok) {
		const isFinal = FINAL.has(outcome.error.code ?? '') || outcome.reason === 'forbidden';
		return isFinal ? { failure: outcome } : undefined;
	}
	// "failed" is about the webhook: what it would have carried is there all the same.
	const { webhook_result: body } = asObject(outcome.data);
	return body === undefined || body === null ? undefined : { body };
}

const polling: Polling = {
	requestId: ({ data }) => asText(asObject(data).request_id),
	request: (requestId) =>
		apolloRequest('webhook_result/show', {
			operation: 'person.enrichPhone.poll',
			method: 'GET',
			path: `/webhook_result/${encodeURIComponent(requestId)}`,
			pathTemplate: '/webhook_result/{request_id}',
			safeToRepeat: true,
			keyFields: { request: requestId },
		}),
	read: readResult,
	paceMs: POLLING_PACE_MS,
};

export const enrichPhone = waitOperation<PersonRow>({
	name: 'Enrich with Phone',
	action: 'Enrich people with phone numbers',
	description:
		'Get people with their phone numbers, which come minutes later. Costs up to nine credits per person.',
	fields,
	batchSize: ENRICH_SIZE,
	row: (read) => {
		const details = readPerson(read);
		if (details instanceof Problem) return details;
		const { revealPersonalEmails } = read.collection('options');
		const view = readView(read, [...USUAL_PERSON, 'phone', 'phones']);
		return { details, revealPersonalEmails: revealPersonalEmails === true, view };
	},
	keyOf: ({ details, revealPersonalEmails }, { account = '' }) => ({
		account,
		phoneOf: Object.fromEntries(
			Object.entries(details).map(([field, value]) => [field, value.toLowerCase()]),
		),
		revealPersonalEmails,
	}),
	groupOf: ({ revealPersonalEmails }) => String(revealPersonalEmails),
	// Each person found may have a number, which is paid for when it comes.
	credits: {
		most: MOST_CREDITS,
		costOf: ({ data }) => {
			const found = asArray(asObject(data).matches).filter((match) => match !== null);
			return found.length * MOST_CREDITS;
		},
	},
	request: (rows, address) =>
		apolloRequest('people/bulk_match', {
			operation: 'person.enrichPhone',
			method: 'POST',
			path: '/people/bulk_match',
			query: {
				reveal_phone_number: true,
				...(rows[0]?.revealPersonalEmails ? { reveal_personal_emails: true } : {}),
				// Results without a webhook: webhook result, 2026-11.
				...(address === undefined ? { poll_only: true } : { webhook_url: address }),
			},
			body: { details: rows.map(({ details }) => details) },
			// Nothing says that a number asked for twice is paid for once.
			safeToRepeat: false,
			records: rows.length,
		}),
	readSaid,
	idOf: ({ details }) => details.id,
	causedByRow: isCausedByRow,
	places: {
		list: 'people',
		id: 'id',
		total: 'total_requested_enrichments',
		missing: 'missing_records',
	},
	polling,
	answered: ({ details, view }, said, answer) => {
		const person = said === undefined ? { matched: true, ...details } : asObject(said);
		return { items: [view(withPhones(person, answer))] };
	},
});
