import type { VendorRequest } from '../http/exchange';
import type { Place } from './addresses';
import type { Session } from './oauth/session';
import type { Org } from './records/org';
import type { SalesforceVendor } from './salesforceVendor';
import type { SobjectType } from './schema/sobjectType';

/** A call that needs no session. */
export interface OpenCall {
	org: Org;
	vendor: SalesforceVendor;
	request: VendorRequest;
	/** At which address it came. */
	place: Place;
}

/** A call with a session that has found its route. */
export interface Call extends OpenCall {
	session: Session;
	/** Such as 60.0. */
	version: string;
	/** Such as /services/data/v60.0. */
	base: string;
	/** What stands in the path at `:id` and the like, decoded. */
	params: Readonly<Record<string, string>>;
	/** The object in the path at `:object`. */
	type?: SobjectType;
}

export function typeIn({ type }: Pick<Call, 'type'>): SobjectType {
	if (type === undefined) throw new Error('This path names no :object');
	return type;
}

export function paramIn({ params }: Pick<Call, 'params'>, name: string): string {
	const value = params[name];
	if (value === undefined) throw new Error(`This path has no :${name}`);
	return value;
}
