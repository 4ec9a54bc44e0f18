import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn } from '../call';
import { pageOf } from '../paging';
import { objectNotFound, validationError } from '../refusals';
import { boundedNumber } from '../requestBody';
import { ownerView } from './owners';

/** 100 by default (owners specification, 2026-03); 500 at most (owners guide). */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

export function listOwners({ account, request }: Call): VendorAnswer {
	const { query } = request;
	const limit = boundedNumber(query.get('limit'), 'limit', {
		absent: DEFAULT_LIMIT,
		low: 1,
		high: MAX_LIMIT,
	});
	const bounds = { absent: 0, low: 0, high: Number.MAX_SAFE_INTEGER };
	const start = boundedNumber(query.get('after'), 'after', bounds);
	const email = query.get('email')?.toLowerCase();
	const { owners } = account;
	const all = query.get('archived') === 'true' ? owners.archived() : owners.active();
	const named = all.filter((owner) => email === undefined || owner.email === email);
	const { page, paging } = pageOf(named, { start, limit }, request);
	return jsonAnswer(200, { results: page.map(ownerView), ...paging }, { applied: true });
}

/** By `id`, or by `userId` when `idProperty` says so. */
export function readOwner(call: Call): VendorAnswer {
	const { query } = call.request;
	const { owners } = call.account;
	const idProperty = query.get('idProperty') ?? 'id';
	if (idProperty !== 'id' && idProperty !== 'userId') {
		throw validationError(`Invalid idProperty ${idProperty}: it must be id or userId`);
	}
	const all = query.get('archived') === 'true' ? owners.archived() : owners.active();
	const owner = all.find((each) => String(each[idProperty]) === paramIn(call));
	if (owner === undefined) throw objectNotFound();
	return jsonAnswer(200, ownerView(owner), { applied: true });
}
