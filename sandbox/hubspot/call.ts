import type { VendorRequest } from '../http/exchange';
import type { Account } from './account';
import type { RateLimits } from './rateLimits';
import type { ObjectStore } from './records/objectStore';
import type { ObjectType } from './types/objectType';
import type { HubspotVendor } from './hubspotVendor';

/** One call that has found its route. */
export interface Call {
	account: Account;
	vendor: HubspotVendor;
	limits: RateLimits;
	request: VendorRequest;
	/** What stands in the path at `:id` and the like, decoded. */
	params: Readonly<Record<string, string>>;
	/** The object types in the path at `:type`, or `:from` and `:to`. */
	types: Readonly<Record<string, ObjectType>>;
	/** Such as 2026-03; absent under /crm/v3 and /crm/v4. */
	dated?: string;
}

export function typeIn(call: Pick<Call, 'types'>, name = 'type'): ObjectType {
	const type = call.types[name];
	if (type === undefined) throw new Error(`This path names no :${name}`);
	return type;
}

export function paramIn(call: Pick<Call, 'params'>, name = 'id'): string {
	const value = call.params[name];
	if (value === undefined) throw new Error(`This path has no :${name}`);
	return value;
}

/** The records of the type the path names. */
export function storeIn(call: Pick<Call, 'types' | 'account'>): ObjectStore {
	return call.account.storeOf(typeIn(call));
}
