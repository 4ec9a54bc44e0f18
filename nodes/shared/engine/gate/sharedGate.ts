import { systemClock, type Clock } from '../clock';
import { Asker, type Told } from './asker';
import type { Entrance, EnterOptions, Entry, Gate, GateQuota, Leave, Ticket, Wait } from './gate';
import type { Place, SharedQuotas } from './shared';

/**
 * A shorter hold is a worker's guess at its own pace, and over before others could hear of it: each
 * finds its pace by itself.
 */
const SHORTEST_TOLD_MS = 1_000;

/**
 * The gate of a process that has others beside it. The process's own gate keeps the order, and knows
 * what headers and refusals have told; whom it lets in then takes a place in the windows that all
 * processes share, or goes back into the queue.
 */
export class SharedGate implements Entrance {
	private readonly asker: Asker;
	private readonly places = new WeakMap<Ticket, Place>();

	constructor(
		private readonly gate: Gate,
		private readonly shared: SharedQuotas,
		private readonly clock: Clock = systemClock,
	) {
		this.asker = new Asker(shared);
	}

	/** As the gate's own. Never throws. */
	async enter(quotas: GateQuota[], options: EnterOptions): Promise<Entry> {
		const since = this.clock.monotonic();
		const again = { ...options, onWait: once(options.onWait) };
		let reason: Wait['reason'] | '' = '';
		for (let round = 1; ; round += 1) {
			const entry = await this.gate.enter(quotas, again);
			if (entry.kind !== 'entered') return entry;
			const { ticket } = entry;
			again.order = ticket.order;
			reason = entry.reason || reason;
			const told = await this.ask(ticket, options.signal);
			if (told.kind === 'full') {
				reason = told.waits[0]?.reason ?? reason;
				this.gate.postpone(ticket, told.waits);
				continue;
			}
			if (told.kind === 'place') this.places.set(ticket, told.place);
			if (this.isBlocked(ticket, options)) {
				this.giveBack(ticket);
				continue;
			}
			const waitedMs = round === 1 ? entry.waitedMs : this.msSince(since);
			const alone = told.kind === 'away' ? { alone: told.reason } : {};
			return { ...entry, waitedMs, reason, ...alone };
		}
	}

	/** As the gate's own, and tells the others. */
	leave(ticket: Ticket, how: Leave): void {
		this.gate.leave(ticket, how);
		const place = this.places.get(ticket);
		this.places.delete(ticket);
		if (place) this.shared.settle(place, how.counted);
		const { hold } = how;
		if (!hold) return;
		const holds = ticket.quotas.map(({ key }) => ({
			quotaKey: key,
			ms: this.gate.heldMs(key),
			exhausted: hold.exhausted === true && (hold.quotaKey ?? key) === key,
		}));
		const long = holds.filter(({ ms }) => ms >= SHORTEST_TOLD_MS);
		if (long.length > 0) this.shared.hold(long);
	}

	private async ask({ quotas }: Ticket, signal: AbortSignal | undefined): Promise<Told> {
		const known = () =>
			quotas.map((quota) => ({ key: quota.key, windows: this.gate.knownWindows(quota) }));
		return await this.asker.ask(quotas.map(({ key }) => key).join(' '), known, signal);
	}

	/** What has come about while the others were asked counts too; the gate then says how it ends. */
	private isBlocked({ quotas }: Ticket, { signal, deadline }: EnterOptions): boolean {
		if (signal?.aborted || this.clock.monotonic() >= deadline) return true;
		return quotas.some(({ key }) => this.gate.heldMs(key) > 0);
	}

	private giveBack(ticket: Ticket): void {
		const place = this.places.get(ticket);
		this.places.delete(ticket);
		if (place) this.shared.settle(place, false);
		this.gate.postpone(ticket, []);
	}

	private msSince(since: number): number {
		return Math.round(this.clock.monotonic() - since);
	}
}

/** The same listener, which hears of the first wait alone. */
function once(onWait: EnterOptions['onWait']): (wait: Wait) => void {
	let told = false;
	return (wait) => {
		if (told) return;
		told = true;
		onWait?.(wait);
	};
}
