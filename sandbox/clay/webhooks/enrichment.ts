import { setTimeout as pause } from 'node:timers/promises';

import type { Person } from '../../data/person';
import type { JsonObject } from '../../json';
import type { SeededRandom } from '../../seededRandom';
import { seededRandom, seedFrom } from '../../seededRandom';
import { Spread } from '../../salesforce/limits/spread';
import type { ClayEnrichmentSettings } from '../settings';
import type { HttpColumn } from './httpColumn';
import { callOf, fillsCell, send } from './httpColumn';
import type { ClayRow } from './webhookSource';

export interface ColumnCounts {
	/** Rows whose column has been run, or never will be. */
	enriched: number;
	calls: number;
	/** Answers by their status; `none` where none came. */
	byStatus: Record<string, number>;
	/** Rows whose column never calls. */
	silent: number;
}

/** Works on rows for a while, and then runs the HTTP API column of their table. */
export class Enrichment {
	/** Undefined while the table has no such column. */
	column: HttpColumn | undefined;
	readonly counts: ColumnCounts = { enriched: 0, calls: 0, byStatus: {}, silent: 0 };
	private readonly random: SeededRandom;
	private readonly never: Spread;
	private readonly malformed: Spread;
	private readonly rerun: Spread;
	private readonly end = new AbortController();
	private readonly work = new Set<Promise<void>>();
	private underWay = 0;
	private readonly queue: Array<() => void> = [];

	constructor(
		seed: number,
		private readonly settings: ClayEnrichmentSettings,
		private readonly people: readonly Person[],
	) {
		this.random = seededRandom(seedFrom(seed, 'clay enrichment'));
		this.never = new Spread(settings.neverShare, seedFrom(seed, 'clay never'));
		this.malformed = new Spread(settings.malformedShare, seedFrom(seed, 'clay malformed'));
		this.rerun = new Spread(settings.rerunShare, seedFrom(seed, 'clay rerun'));
	}

	/** A row has come: after a while its column calls. */
	begin(row: ClayRow): void {
		const { minMs, maxMs } = this.settings;
		const delayMs = this.random.between(minMs, maxMs);
		row.silent = this.never.hitsNext();
		const times = this.rerun.hitsNext() ? 2 : 1;
		this.follow(this.enrich(row, { delayMs, times }));
	}

	/** Somebody runs the column of these rows again. What never ends still does not. */
	runAgain(rows: readonly ClayRow[]): void {
		for (const row of rows) {
			if (!row.silent) this.follow(this.enrich(row, { delayMs: 0, times: 1 }));
		}
	}

	/** Resolves when no row is worked on any more. */
	async idle(): Promise<void> {
		while (this.work.size > 0) await Promise.all(this.work);
	}

	stop(): void {
		this.end.abort();
		for (const next of this.queue.splice(0)) next();
	}

	private follow(work: Promise<void>): void {
		const followed = work.finally(() => this.work.delete(followed));
		this.work.add(followed);
	}

	private async enrich(
		row: ClayRow,
		{ delayMs, times }: { delayMs: number; times: number },
	): Promise<void> {
		await pause(delayMs, undefined, { signal: this.end.signal }).catch(() => undefined);
		if (this.end.signal.aborted) return;
		this.counts.enriched++;
		if (row.silent) this.counts.silent++;
		for (let time = 0; time < times && !row.silent; time++) await this.call(row);
	}

	private async call(row: ClayRow): Promise<void> {
		const { column } = this;
		if (column === undefined) return;
		await this.enter();
		try {
			if (this.end.signal.aborted) return;
			const malformed = this.malformed.hitsNext();
			this.counts.calls++;
			const call = callOf(column, this.columnsOf(row), malformed);
			const answer = await send(call, this.end.signal);
			row.answered = fillsCell(column, answer);
			const key = String(answer?.status ?? 'none');
			this.counts.byStatus[key] = (this.counts.byStatus[key] ?? 0) + 1;
		} finally {
			this.leave();
		}
	}

	/** What was posted, and what Clay has found. */
	private columnsOf({ cells }: ClayRow): JsonObject {
		const email = String(cells.email ?? '').toLowerCase();
		const person = this.people.find((each) => each.email === email);
		if (person === undefined) return { ...cells, found: false };
		const { title, company, linkedinUrl } = person;
		const found = { job_title: title, company_name: company.name, linkedin_url: linkedinUrl };
		return { ...cells, found: true, ...found };
	}

	private async enter(): Promise<void> {
		if (this.underWay >= this.settings.callsAtOnce) {
			await new Promise<void>((resolve) => this.queue.push(resolve));
		}
		this.underWay++;
	}

	private leave(): void {
		this.underWay--;
		this.queue.shift()?.();
	}
}
