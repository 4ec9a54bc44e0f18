import { dirname, join, resolve } from 'node:path';

type Environment = Record<string, string | undefined>;

/** Where rows go from the local file. */
export type Sink =
	| { kind: 'jsonLines'; folder: string; mostBytes: number; days: number }
	| { kind: 'postgres'; url: string; days: number };

export interface SinkChoice {
	/** Undefined: the rows stay in the local file alone. */
	sink?: Sink;
	/** What of the environment could not be used, in words. */
	problem?: string;
}

const MEGABYTE = 1_000_000;
const FILE_MEGABYTES = 100;

/**
 * GTM_LOG_SINK: sqlite (the local file alone), jsonl (GTM_LOG_FOLDER) or postgres (GTM_LOG_POSTGRES_URL).
 * What cannot be used leaves the rows in the local file, and is said.
 */
export function sinkOf(env: Environment, file: string, days: number): SinkChoice {
	const kind = env.GTM_LOG_SINK?.trim().toLowerCase() || 'sqlite';
	if (kind === 'sqlite') return {};
	if (kind === 'jsonl') {
		const folder = env.GTM_LOG_FOLDER || join(dirname(file), 'api-log');
		const megabytes = Number(env.GTM_LOG_FILE_MB || FILE_MEGABYTES);
		const mostBytes = (megabytes > 0 ? megabytes : FILE_MEGABYTES) * MEGABYTE;
		return { sink: { kind: 'jsonLines', folder: resolve(folder), mostBytes, days } };
	}
	if (kind !== 'postgres') {
		return { problem: `GTM_LOG_SINK is "${kind}", but has to be sqlite, jsonl or postgres` };
	}
	const url = env.GTM_LOG_POSTGRES_URL?.trim() ?? '';
	if (/^postgres(ql)?:\/\/./.test(url)) return { sink: { kind: 'postgres', url, days } };
	return {
		problem:
			'GTM_LOG_SINK is postgres, but GTM_LOG_POSTGRES_URL is no address such as postgres://user:password@host:5432/database',
	};
}
