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
	isNever: boolean;
	isRepeated: boolean;
	delayMs: number;
}

interface Reveal {
	callbacks: Callback[];
	/** When the last of its answers is there; undefined for one that never comes. */
	readyAt: number | undefined;
	people: Person[];
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
		this.counts.planned += reveal.callbacks.filter(({ isNever }) => !isNever).length;
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
		const { people, requested, readyAt } = reveal;
		if (readyAt === undefined || readyAt > Date.now()) {
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
				webhook_result: phonePayload(people, requested),
			},
			{ applied: true },
		);
	}

	private reveal(found: readonly Person[]): Reveal {
		const { perPerson, noNumberShare, neverShare, earlyShare, repeatShare, delay } = this.options;
		const { random } = this;
		const groups = perPerson ? found.map((person) => [person]) : [[...found]];
		const callbacks = groups.map((group) => ({
			people: group.filter(() => random.next() >= noNumberShare),
			requested: group.length,
			isNever: random.next() < neverShare,
			isEarly: random.next() < earlyShare,
			isRepeated: random.next() < repeatShare,
			delayMs: random.between(delay.minMs, delay.maxMs),
		}));
		const coming = callbacks.filter(({ isNever }) => !isNever);
		const longest = Math.max(0, ...coming.map(({ isEarly, delayMs }) => (isEarly ? 0 : delayMs)));
		return {
			callbacks,
			readyAt: coming.length < callbacks.length ? undefined : Date.now() + longest,
			people: callbacks.flatMap(({ people }) => people),
			requested: found.length,
		};
	}

	private async run(callback: Callback, url: string): Promise<void> {
		const { people, requested, isNever, isEarly, isRepeated, delayMs } = callback;
		if (isNever) return;
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
