import { later } from '../clock';
import type { PruneLimits } from './prune';
import { sinkOf } from './sinks';
import { pruneLog } from './workerThread';

const DAY = 86_400_000;
const MEGABYTE = 1_000_000;
/** The start of n8n is busy enough. */
const FIRST_PRUNE_MS = 60_000;
const PRUNE_EVERY_MS = 3_600_000;

/** How long rows are kept, as the environment says it; 0 stands for no limit. */
export interface Retention {
	days: number;
	megabytes: number;
	/** What of the environment could not be used, in words. */
	problems: string[];
}

type Environment = Record<string, string | undefined>;

/** GTM_LOG_DAYS (30) and GTM_LOG_MB (1,000); what is no number of 0 or more counts as not set. */
export function retentionOf(env: Environment): Retention {
	const problems: string[] = [];
	const read = (name: string, fallback: number) => {
		const text = env[name]?.trim() ?? '';
		if (text === '') return fallback;
		const number = Number(text);
		if (number >= 0 && number < Infinity) return number;
		problems.push(`${name} is "${text}", which is no number of 0 or more: ${fallback} counts`);
		return fallback;
	};
	const days = read('GTM_LOG_DAYS', 30);
	const megabytes = read('GTM_LOG_MB', 1_000);
	return { days, megabytes, problems };
}

/** What has to go now. */
export function limitsOf({ days, megabytes }: Retention, now: number): PruneLimits {
	return {
		...(days > 0 ? { before: now - days * DAY } : {}),
		...(megabytes > 0 ? { mostBytes: megabytes * MEGABYTE } : {}),
	};
}

/**
 * Prunes the log a minute from now and then each hour, as long as the process lives. A time that
 * fails is followed by the next one; the file says itself what is wrong with it when it is written.
 */
export function keepPruned(file: string, env: Environment, now: () => number): void {
	const prune = () => {
		const retention = retentionOf(env);
		void pruneLog(file, limitsOf(retention, now()), sinkOf(env, file, retention.days).sink);
		later(PRUNE_EVERY_MS, prune);
	};
	later(FIRST_PRUNE_MS, prune);
}
