import { rowFailure } from '../shared/engine/batch';
import type { Failure, Outcome } from '../shared/engine/client';
import type { Reason } from '../shared/engine/types';
import type { RunContext } from '../shared/node/operation';
import { countersAt, type Counters } from '../shared/store/counters';
import { defaultStoreFile } from '../shared/store/sqliteStore';
import { LIFETIME_ROWS } from './vendor';

/** From here on each run says how many are left: enough for some thousand rows more. */
const WARN_AT = 45_000;
/** An attempt that Clay may have counted all the same. */
const MAY_COUNT = new Set<Reason>([
	'server-error',
	'timeout-status',
	'network-unknown',
	'cut-body',
	'timeout',
	'not-json',
]);
const number = new Intl.NumberFormat('en-US');

/**
 * Counts the rows that a webhook source gets. Nothing in Clay tells how many of its 50,000 are left,
 * and a row beyond them is answered 200 and lost (reported by users, 2026-08): so it is not sent.
 */
export class WebhookCount {
	private readonly counters: Counters = countersAt(defaultStoreFile(process.env));
	private readonly key: string;
	private readonly most: number;

	constructor(private readonly context: RunContext) {
		const { counter = '', most = '' } = context.facts;
		this.key = counter;
		this.most = most === '' ? Infinity : Number(most);
	}

	/** The run's client, through which rows are counted before they leave. */
	get client(): RunContext['client'] {
		const { client, settings } = this.context;
		if (settings.dryRun) return client;
		return {
			redact: (text) => client.redact(text),
			send: async (request) => {
				const refusal = this.take();
				if (refusal) return refusal;
				const answer = await client.send(request);
				this.settle(answer);
				return answer;
			},
		};
	}

	/** Tells how many are left when there are few. */
	tell(): void {
		const read = this.most === Infinity ? undefined : this.counters.read(this.key);
		if (!read?.ok) return;
		const used = read.value + LIFETIME_ROWS - this.most;
		if (used < WARN_AT) return;
		const left = Math.max(0, LIFETIME_ROWS - used);
		this.context.hint(
			`${number.format(used)} of the ${number.format(LIFETIME_ROWS)} rows that a webhook of Clay takes in its lifetime are used, ${number.format(left)} are left. Make a new webhook in Clay in time, and put its URL into the credential.`,
			'warning',
		);
	}

	private take(): Failure | undefined {
		const counted = this.counters.take(this.key, 1, this.most);
		if (!counted.ok) {
			return failure(
				'bad-input',
				`its row cannot be counted (${counted.message})`,
				'Check the store of this n8n (GTM_STORE_FILE): the count of the rows that a webhook has had is kept there.',
			);
		}
		return counted.value.granted
			? undefined
			: failure(
					'quota-exhausted',
					`a webhook takes ${number.format(LIFETIME_ROWS)} rows in its lifetime, and this one has had them. Clay would lose the row`,
					'Make a new webhook in Clay and put its URL into the credential.',
				);
	}

	/** A row that Clay has surely not taken does not count; one that it may have taken twice does. */
	private settle(answer: Outcome): void {
		const earlier = (answer.ok ? answer.earlier : answer.attempts.slice(0, -1)) ?? [];
		const more = earlier.filter(({ reason }) => MAY_COUNT.has(reason)).length;
		const less = !answer.ok && answer.processed === 'no' ? 1 : 0;
		if (more !== less) this.counters.add(this.key, more - less);
	}
}

function failure(reason: Reason, message: string, advice: string): Failure {
	return { ...rowFailure(reason), error: { message, advice } };
}
