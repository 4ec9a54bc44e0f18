import type { VendorAnswer, VendorRequest } from '../http/exchange';
import type { ClayVendor } from './clayVendor';

/** A request of the public API, and what answers it. */
export interface Call {
	vendor: ClayVendor;
	request: VendorRequest;
	/** The variable parts of the path, in their order. */
	params: string[];
}

export type Operation = (call: Call) => VendorAnswer;
