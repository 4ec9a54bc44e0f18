import type { VendorRequest } from '../http/exchange';
import type { InstantlyVendor } from './instantlyVendor';
import type { Workspace } from './workspace';

/** One call that has found its route. */
export interface Call {
	workspace: Workspace;
	vendor: InstantlyVendor;
	request: VendorRequest;
	/** What stands in the path at `:id` and the like, decoded. */
	params: Readonly<Record<string, string>>;
}

export function paramIn({ params }: Pick<Call, 'params'>, name = 'id'): string {
	const value = params[name];
	if (value === undefined) throw new Error(`This path has no :${name}`);
	return value;
}
