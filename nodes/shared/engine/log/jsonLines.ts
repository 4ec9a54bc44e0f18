import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { StoredRow } from './outbox';
import type { Sink } from './sinks';

export type JsonLinesSink = Extract<Sink, { kind: 'jsonLines' }>;

const DAY = 86_400_000;
const NAME = /^api-log-(\d{4}-\d{2}-\d{2})(?:\.(\d+))?\.jsonl$/;

/**
 * Appends a line for each row to the file of the day (UTC), and begins a further file where it is full. A
 * row that is told before it has ended gets a second line of the same id. Throws what the disk says.
 */
export function appendLines(sink: JsonLinesSink, rows: StoredRow[], now: number): void {
	const { folder } = sink;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const file = join(folder, fileOf(sink, new Date(now).toISOString().slice(0, 10)));
	const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
	appendFileSync(file, text, { mode: 0o600 });
	removeOld(sink, now);
}

function fileOf({ folder, mostBytes }: JsonLinesSink, day: string): string {
	const parts = readdirSync(folder).flatMap((name) => {
		const [, date, part = '0'] = NAME.exec(name) ?? [];
		return date === day ? [Number(part)] : [];
	});
	const last = Math.max(0, ...parts);
	const name = (part: number) => `api-log-${day}${part === 0 ? '' : `.${part}`}.jsonl`;
	const size = statSync(join(folder, name(last)), { throwIfNoEntry: false })?.size ?? 0;
	return name(size < mostBytes ? last : last + 1);
}

/** Files of days that are over for as long as rows are kept. */
function removeOld({ folder, days }: JsonLinesSink, now: number): void {
	if (days === 0) return;
	for (const name of readdirSync(folder)) {
		const day = Date.parse(NAME.exec(name)?.[1] ?? '');
		if (day + DAY < now - days * DAY) rmSync(join(folder, name), { force: true });
	}
}
