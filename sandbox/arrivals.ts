import type { FaultKind } from './faults/faultPlan';

export const VENDOR_NAMES = ['apollo', 'clay', 'hubspot', 'instantly', 'salesforce'] as const;

export type VendorName = (typeof VENDOR_NAMES)[number];

/** What one row of a write did. `key` is the email, or the fingerprint of the properties without one. */
export interface RowEffect {
	effect: 'created' | 'updated' | 'unchanged' | 'archived' | 'merged';
	id: string;
	key: string;
}

export interface Arrival {
	/** Order of arrival over all vendors, from 1. */
	n: number;
	vendor: VendorName;
	/** Milliseconds since the epoch. */
	at: number;
	method: string;
	path: string;
	traceparent?: string;
	/** The span id inside `traceparent`. */
	spanId?: string;
	fault?: FaultKind;
	/** The status sent; absent while unanswered and for ever when the socket was destroyed. */
	status?: number;
	applied: boolean;
	/** Rows the request carried: batch inputs, bulk details, or 1 for a single write. */
	rows?: number;
	effects?: RowEffect[];
}

/** Field layout of `traceparent`: version-traceid-spanid-flags (W3C Trace Context, section 3.2). */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-([0-9a-f]{16})-[0-9a-f]{2}$/;

export class ArrivalRecord {
	private readonly list: Arrival[] = [];

	/** Called on the first sight of a request, before anything is applied. */
	record(entry: Pick<Arrival, 'vendor' | 'at' | 'method' | 'path' | 'traceparent'>): Arrival {
		const arrival: Arrival = { n: this.list.length + 1, ...entry, applied: false };
		const span = entry.traceparent === undefined ? null : TRACEPARENT.exec(entry.traceparent);
		if (span !== null) arrival.spanId = span[1];
		this.list.push(arrival);
		return arrival;
	}

	all(): Arrival[] {
		return this.list.map((arrival) => ({ ...arrival }));
	}

	of(vendor: VendorName): Arrival[] {
		return this.list.filter((arrival) => arrival.vendor === vendor);
	}

	clear(): void {
		this.list.length = 0;
	}
}
