import type { VendorRequest } from '../../http/exchange';

interface Unanswered {
	since: number;
	/** Of 15 characters: the records it writes to and their parents. */
	ids: ReadonlySet<string>;
	/** What calls that came before it and were not answered yet were writing to. */
	held: ReadonlySet<string>;
	refused: boolean;
}

/** The calls that have come and are not answered yet, in the order in which they came. */
export class InFlight {
	private readonly calls = new Map<VendorRequest, Unanswered>();

	constructor(private readonly long: { limit: number; longMs: number }) {}

	/** A call that comes while too many have lasted long is refused, whatever becomes of those. */
	entered(request: VendorRequest, ids: ReadonlySet<string>): void {
		const now = Date.now();
		const others = [...this.calls.values()];
		const lasting = others.filter(
			({ since, refused }) => !refused && now - since >= this.long.longMs,
		);
		const refused = lasting.length >= this.long.limit;
		const held = new Set(others.flatMap((other) => [...other.ids]));
		this.calls.set(request, { since: now, ids, held, refused });
	}

	isRefused(request: VendorRequest): boolean {
		return this.calls.get(request)?.refused ?? false;
	}

	/** Taken at the arrival: whoever comes while a record is written to has lost. */
	heldBefore(request: VendorRequest): ReadonlySet<string> {
		return this.calls.get(request)?.held ?? new Set();
	}

	left(request: VendorRequest): void {
		this.calls.delete(request);
	}
}
