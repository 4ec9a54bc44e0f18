import { setTimeout as pause } from 'node:timers/promises';

import type { Person } from '../data/person';
import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import type { SeededRandom } from '../seededRandom';
import { seededRandom, seedFrom } from '../seededRandom';
import type { CreditBalance } from './creditBalance';
import type { Parameters } from './parameters';
import { PhoneDelivery, type PhoneCounts } from './phoneDelivery';
import type { PhoneOptions } from './phoneOptions';
import { PHONE_CREDITS, phonePayload } from './phonePayload';

/** A callback: these people, who have numbers, of so many that were asked for. */
interface Callback {
	people: Person[];
	requested: number;
	isEarly: boolean;
	isRepeated: boolean;
	delayMs: number;
}

interface Reveal {
	callbacks: Callback[];
	/** When the last of its answers is there; Infinity for one that never comes. */
	readyAt: number;
	requested: number;
}

/** Phone numbers that were asked for. They are charged for when they are there, once for each request. */
export class PhoneReveals {
	private readonly reveals = new Map<string, Reveal>();
	private readonly random: SeededRandom;
	private readonly delivery: PhoneDelivery;

	constructor(
		private readonly options: PhoneOptions,
		private readonly credits: CreditBalance,
	) {
		this.delivery = new PhoneDelivery(options);
		this.random = seededRandom(seedFrom(options.seed, 'phones'));
	}

	get counts(): PhoneCounts {
		return this.delivery.counts;
	}

	/** The answer to a request, with its ID, where it asks for numbers. `people`: who was found. */
	answered(parameters: Parameters, people: readonly Person[], answer: VendorAnswer): VendorAnswer {
		if (answer.status !== 200 || parameters.flag('reveal_phone_number') !== true) return answer;
		const id = this.newId();
		const reveal = this.reveal(people);
		this.reveals.set(id, reveal);
		this.counts.asked += people.length;
		this.counts.coming += reveal.callbacks.length > 0 ? people.length : 0;
		const url = parameters.text('webhook_url');
		for (const callback of reveal.callbacks) void this.run(callback, url);
		// A number of 64 bits, which JSON.stringify cannot write.
		return { ...answer, body: answer.body.replace(/\}$/, `,"request_id":${id}}`) };
	}

	/** What polling gets (docs.apollo.io/reference/poll-webhook-result, as read in November 2026). */
	result(id: string): VendorAnswer {
		if (!/^-?\d{1,19}$/.test(id)) return jsonAnswer(400, { error_code: 'invalid_request_id' });
		const reveal = this.reveals.get(id);
		if (reveal === undefined) return jsonAnswer(404, { error_code: 'request_id_unknown' });
		const { callbacks, requested, readyAt } = reveal;
		if (readyAt > Date.now()) {
			return jsonAnswer(404, { error_code: 'result_pending', retry_after_seconds: 10 });
		}
		return jsonAnswer(
			200,
			{
				request_id: id,
				webhook_status: 'success',
				request_type: 'phone',
				last_dispatched_at: new Date(readyAt).toISOString(),
				failure_reason: null,
				webhook_result: phonePayload(
					callbacks.flatMap(({ people }) => people),
					requested,
				),
			},
			{ applied: true },
		);
	}

	private reveal(found: readonly Person[]): Reveal {
		const { peoplePerCallback, noNumberShare, neverShare, earlyShare, repeatShare, delay } =
			this.options;
		const { random } = this;
		const isNever = random.next() < neverShare;
		const count = Math.ceil(found.length / peoplePerCallback);
		const callbacks = Array.from({ length: count }, (_, place) => {
			const group = found.slice(place * peoplePerCallback, (place + 1) * peoplePerCallback);
			return {
				people: group.filter(() => random.next() >= noNumberShare),
				requested: group.length,
				isEarly: random.next() < earlyShare,
				isRepeated: random.next() < repeatShare,
				delayMs: random.between(delay.minMs, delay.maxMs),
			};
		});
		const delays = callbacks.map(({ isEarly, delayMs }) => (isEarly ? 0 : delayMs));
		return {
			callbacks: isNever ? [] : callbacks,
			readyAt: isNever ? Infinity : Date.now() + Math.max(0, ...delays),
			requested: found.length,
		};
	}

	private async run(callback: Callback, url: string): Promise<void> {
		const { people, requested, isEarly, isRepeated, delayMs } = callback;
		if (!isEarly) await pause(delayMs, undefined, { ref: false });
		this.credits.spend(people.length * PHONE_CREDITS);
		if (url === '') return;
		const body = JSON.stringify(phonePayload(people, requested));
		for (let copy = 0; copy < (isRepeated ? 2 : 1); copy++) {
			const isTaken = await this.delivery.deliver(url, body);
			if (isTaken && isEarly && copy === 0) this.counts.early += 1;
		}
	}

	/** Signed, and often negative. */
	private newId(): string {
		const high = BigInt(this.random.between(1_000_000, 9_000_000));
		const low = BigInt(this.random.between(0, 999_999_999_999));
		const id = high * 1_000_000_000_000n + low;
		return String(this.random.next() < 0.5 ? -id : id);
	}
}
