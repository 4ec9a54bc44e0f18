import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn } from '../call';
import { pageOf } from '../paging';
import { objectNotFound, validationError } from '../refusals';
import { bodyOf, boundedNumber, requiredText } from '../requestBody';
import { enrolledView, enrollmentView, sequenceView } from './sequences';

/** The specification names no default and no bound; these are the usual ones. */
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

function userIn({ request }: Call): string {
	const userId = request.query.get('userId');
	if (userId === null || userId === '') throw validationError('userId is required');
	return userId;
}

/** Of one user, who has to be named; `{total, results, paging?}`. */
export function listSequences(call: Call): VendorAnswer {
	const { account, request } = call;
	const { query } = request;
	const bounds = { absent: 0, low: 0, high: Number.MAX_SAFE_INTEGER };
	const limit = boundedNumber(query.get('limit'), 'limit', {
		absent: DEFAULT_LIMIT,
		low: 1,
		high: MAX_LIMIT,
	});
	const start = boundedNumber(query.get('after'), 'after', bounds);
	const name = (query.get('name') ?? '').toLowerCase();
	const all = account.sequences
		.ofUser(userIn(call))
		.filter((sequence) => sequence.name.toLowerCase().includes(name));
	const { page, paging } = pageOf(all, { start, limit }, request);
	const results = page.map(sequenceView);
	return jsonAnswer(200, { total: all.length, results, ...paging }, { applied: true });
}

/** `{sequenceId, contactId, senderEmail}`: one contact, who may be in one sequence at a time. */
export function enroll(call: Call): VendorAnswer {
	const { account, request } = call;
	const userId = userIn(call);
	const body = bodyOf(request);
	const sequenceId = requiredText(body, 'sequenceId');
	const contactId = requiredText(body, 'contactId');
	const senderEmail = requiredText(body, 'senderEmail');
	const sequence = account.sequences.ofUser(userId).find(({ id }) => id === sequenceId);
	if (sequence === undefined) throw objectNotFound(`Sequence ${sequenceId} does not exist`);
	const contact = account.store('contacts').find('hs_object_id', contactId);
	if (contact === undefined) throw objectNotFound(`Contact ${contactId} does not exist`);
	if (account.owners.ofUser(userId)?.email !== senderEmail) {
		throw validationError(`${senderEmail} is no connected inbox of user ${userId}`);
	}
	const toEmail = contact.properties.email ?? '';
	if (toEmail === '') throw validationError(`Contact ${contactId} has no email address`);
	if (account.sequences.enrollmentOf(contactId) !== undefined) {
		throw validationError(`Contact ${contactId} is enrolled in a sequence already`);
	}
	const told = { sequence, contactId, toEmail, userId, senderEmail };
	const enrollment = account.sequences.enroll(told);
	return jsonAnswer(200, enrolledView(enrollment), { applied: true, rows: 1 });
}

export function readEnrollment(call: Call): VendorAnswer {
	const enrollment = call.account.sequences.enrollmentOf(paramIn(call, 'contact'));
	if (enrollment === undefined) throw objectNotFound('The contact is in no sequence.');
	return jsonAnswer(200, enrollmentView(enrollment), { applied: true });
}
