import { setTimeout as sleep } from 'node:timers/promises';

import type { PostgresServer } from '../engine/support/postgres';
import { apiLogColumns, type LogRow } from './n8n';

/** Settings of an n8n whose API log goes to this Postgres. */
export function postgresSink(server: PostgresServer): Record<string, string> {
	return { GTM_LOG_SINK: 'postgres', GTM_LOG_POSTGRES_URL: server.url() };
}

/** All rows of the API log in Postgres, in the order in which they were begun. */
export function readPostgresLog(server: PostgresServer): LogRow[] {
	const [found] = server.sql(`SELECT to_regclass('gtm_api_log') IS NOT NULL`);
	if (found !== 't') return [];
	return server
		.sql(
			`SELECT row_to_json(r) FROM (SELECT ${quoted(apiLogColumns)} FROM gtm_api_log ORDER BY id) r`,
		)
		.map((line) => JSON.parse(line) as LogRow);
}

/** Without quotes Postgres takes every name for one of small letters. */
function quoted(columns: string): string {
	return columns.replaceAll(/AS (\w+)/g, 'AS "$1"');
}

/** When Postgres goes away and comes back, as parts of the work that is done: 0 to 1. */
export interface Outage {
	from: number;
	to: number;
}

/** From the middle of the enrichments to the first contacts: their node ends meanwhile. */
export const AWAY: Outage = { from: 0.25, to: 0.6 };

/** The work that Postgres leaves alone for a while. */
interface Work {
	done: () => number;
	isOver: () => boolean;
	say?: (what: string) => void;
}

/**
 * Takes Postgres away during the work, and brings it back. `done` is the part of the work that is
 * done, and `isOver` says that there will be no more of it.
 */
export async function outage(
	server: PostgresServer,
	{ from, to }: Outage,
	{ done, isOver, say = () => undefined }: Work,
): Promise<void> {
	const until = async (part: number): Promise<void> => {
		while (done() < part && !isOver()) await sleep(50);
	};
	await until(from);
	await server.halt();
	say('Postgres was killed');
	await until(to);
	await server.resume();
	say('Postgres is back');
}

/** Waits until Postgres has all rows of the local file, each ended; they come a second after their request. */
export async function untilShipped(
	server: PostgresServer,
	local: () => LogRow[],
	limitMs = 120_000,
): Promise<void> {
	const limit = Date.now() + limitMs;
	for (;;) {
		const there = new Map(readPostgresLog(server).map((row) => [row.id, row.outcome]));
		const missing = local().filter(({ id, outcome }) => there.get(id) !== outcome);
		if (missing.length === 0) return;
		if (Date.now() > limit) {
			throw new Error(`${missing.length} rows have not come to Postgres in ${limitMs / 1000} s`);
		}
		await sleep(500);
	}
}
