import type { Client, Outcome } from '../client';
import type { Cursor, PageStyle } from './style';

/**
 * Asks for pages before their turn, where their places are known: as many side by side as told.
 * A page that is never taken was only read, and costs nothing but its request.
 */
export class Ahead {
	private readonly pending = new Map<string, Promise<Outcome>>();

	constructor(
		private readonly client: Pick<Client, 'send'>,
		private readonly style: PageStyle,
		private readonly inFlight: number,
	) {}

	/** The page at the cursor, which may be under way already. */
	async page(cursor: Cursor | undefined): Promise<Outcome> {
		const place = placeOf(this.style, cursor);
		const early = this.pending.get(place);
		this.pending.delete(place);
		if (early) return await early;
		// Others than expected are under way: this one waits until there is room for it.
		if (this.pending.size >= this.inFlight) await Promise.race(this.pending.values());
		return await this.client.send(this.style.request(cursor));
	}

	/**
	 * The pages that come next, the nearest first. Where those that were asked for early turn out to
	 * be others, no more are.
	 */
	expect(cursors: Cursor[]): void {
		const places = new Map(cursors.map((cursor) => [placeOf(this.style, cursor), cursor]));
		for (const [place, cursor] of places) {
			if (this.pending.size >= this.inFlight) return;
			if (this.pending.has(place)) continue;
			const answer = this.client.send(this.style.request(cursor));
			this.pending.set(place, answer);
		}
	}

	/** Nothing is under way any more when a walk has ended. */
	async end(): Promise<void> {
		await Promise.allSettled(this.pending.values());
	}
}

/** What tells a place from others: two cursors of one place ask for the same page. */
export function placeOf(style: PageStyle, cursor: Cursor | undefined): string {
	return String(style.placeOf?.(cursor) ?? cursor);
}
