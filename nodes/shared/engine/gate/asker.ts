import type { Place, SharedQuota, SharedQuotas, SharedWait } from './shared';

export type Told =
	| { kind: 'place'; place: Place }
	/** No room. */
	| { kind: 'full'; waits: SharedWait[] }
	/** Nobody could be asked. */
	| { kind: 'away'; reason: string }
	| { kind: 'cancelled' };

type Tell = (told: Told) => void;

/**
 * Asks for places in the order in which requests come: those that come while an answer is on its way
 * are asked for together, so that many requests cost few round trips and none overtakes another.
 */
export class Asker {
	/** Who waits to be asked for, of each kind of request that is asked for just now. */
	private readonly lines = new Map<string, Tell[]>();

	constructor(private readonly shared: SharedQuotas) {}

	/** A place for one request. `quotas` tells the windows as they are known when it is its turn. */
	async ask(key: string, quotas: () => SharedQuota[], signal?: AbortSignal): Promise<Told> {
		if (signal?.aborted) return { kind: 'cancelled' };
		return await new Promise((resolve) => {
			const told = new AbortController();
			const tell: Tell = (answer) => {
				// Nobody waits for this place any more.
				if (signal?.aborted && answer.kind === 'place') this.shared.settle(answer.place, false);
				told.abort();
				resolve(answer);
			};
			signal?.addEventListener('abort', () => resolve({ kind: 'cancelled' }), {
				once: true,
				signal: told.signal,
			});
			const line = this.lines.get(key);
			if (line) line.push(tell);
			else void this.askAll(key, [tell], quotas);
		});
	}

	private async askAll(key: string, first: Tell[], quotas: () => SharedQuota[]): Promise<void> {
		this.lines.set(key, first);
		// Requests that were let in together come one after the other.
		await Promise.resolve();
		for (let asked = this.line(key); asked.length > 0; asked = this.line(key)) {
			const taken = await this.shared.take(quotas(), asked.length);
			if (taken.kind === 'away') {
				for (const tell of asked) tell(taken);
				continue;
			}
			const { place, places, waits } = taken;
			for (const tell of asked.slice(0, places)) tell({ kind: 'place', place });
			if (places >= asked.length) continue;
			// Those that came meanwhile stand behind them.
			for (const tell of [...asked.slice(places), ...this.line(key)]) tell({ kind: 'full', waits });
		}
		this.lines.delete(key);
	}

	/** All who wait; those who come from now on wait for their turn. */
	private line(key: string): Tell[] {
		const waiting = this.lines.get(key) ?? [];
		this.lines.set(key, []);
		return waiting;
	}
}
