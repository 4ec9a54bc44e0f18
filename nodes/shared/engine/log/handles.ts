import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { systemClock } from '../clock';
import { processState } from '../processState';
import { keepPruned } from './retention';
import { keepCheckpointed } from './checkpoints';
import type { LogSink } from './row';
import { keepShipped, noteUnshipped, sinkFor } from './shipping';
import { openSqliteLog } from './sqlite';

/**
 * The log in this file: one handle for the whole process, also after n8n reloads the package. What is
 * too old is pruned in the background, and where another sink is set, rows are brought to it.
 */
export function logAt(file: string): LogSink {
	const logs = processState('logs', () => new Map<string, LogSink>());
	const location = resolve(file);
	const known = logs.get(location);
	if (known) return known;
	const { sink, problem } = sinkFor(location, process.env);
	const log = openSqliteLog(location, { outbox: sink !== undefined });
	logs.set(location, log);
	keepCheckpointed(location);
	keepPruned(location, process.env, systemClock.now);
	if (sink) keepShipped(location, sink);
	if (problem !== undefined) noteUnshipped(location, problem);
	return log;
}

/** GTM_LOG_FILE, else gtm/api-log.sqlite in n8n's user folder. */
export function defaultLogFile(env: Record<string, string | undefined>): string {
	if (env.GTM_LOG_FILE) return env.GTM_LOG_FILE;
	return join(env.N8N_USER_FOLDER || homedir(), '.n8n', 'gtm', 'api-log.sqlite');
}
