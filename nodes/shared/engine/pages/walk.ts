import type { Client, Failure, Outcome, Success } from '../client';
import type { JsonValue, VendorError } from '../types';
import { messageOf } from '../errorFacts';
import { Ahead, placeOf } from './ahead';
import { markOf, type Resume } from './resume';
import type { Cursor, Page, PageStyle } from './style';

/** Why a walk ended. */
export type WalkEnd =
	| 'end'
	| 'limit-reached'
	| 'cap-reached'
	| 'loop'
	| 'empty-pages'
	/** Nothing says whether there is more. */
	| 'unsure'
	| 'page-limit'
	| 'no-cursor'
	/** The run was stopped. */
	| 'stopped'
	/** The place to resume from is no longer known, and nothing tells where it was. */
	| 'expired'
	| 'failed';

/** What came, and whether it is everything. */
export interface Completeness {
	received: number;
	/** What the vendor said there is, where it says so. */
	expected?: number;
	pages: number;
	/** Rows whose id had come before; they are left out. */
	duplicates: number;
	complete: 'yes' | 'no' | 'unknown';
	reason: WalkEnd;
	/** The cap of the vendor that ended the walk. */
	cap?: number;
	/** Start here to go on. Undefined when there is nothing more to read. */
	resume?: Resume;
	/** The vendor gave smaller pages than were asked for. */
	clamped?: { asked: number; got: number };
	/** The most pages in a row that were alike; left out below five. */
	samePages?: number;
	/** The place to resume from was no longer known, so the walk began again. */
	restarted?: boolean;
	/** What answers said went wrong beside the rows that they gave. */
	problems?: VendorError[];
}

export interface Walk {
	/** Empty where rows were handed on to `onRows`. */
	rows: JsonValue[];
	report: Completeness;
	failure?: Failure;
}

export interface WalkOptions {
	style: PageStyle;
	/** Reads rows and total out of an answer. Throws where it is no page. */
	read: (
		data: JsonValue | undefined,
		answer: Pick<Success, 'url' | 'headers'>,
	) => {
		rows: JsonValue[];
		total?: number;
		/** What is kept in the place of the rows, such as the whole page. */
		instead?: JsonValue[];
	};
	/** Tells rows apart; rows without a key are all kept. */
	keyOf?: (row: JsonValue) => string | undefined;
	/** Infinity for all. */
	limit: number;
	/** The most pages to ask for. */
	pageLimit?: number;
	/** Of an earlier report. */
	start?: Resume;
	/** Pages under way at once, where the vendor tells how many there are; one unless told. */
	inFlight?: number;
	/** Asked before each page: true sends nothing more. */
	stopped?: () => boolean;
	/** Takes the rows of each page, so that the walk need not keep them. */
	onRows?: (rows: JsonValue[]) => void;
}

const MOST_PAGES = 100_000;
const MOST_EMPTY_PAGES = 5;
const SAME_PAGES_TO_TELL = 5;

/**
 * Reads page after page until there is no more. Whatever stops it, the rows that were read are
 * kept and the report says how far it came. Never throws.
 */
export async function walk(client: Pick<Client, 'send'>, options: WalkOptions): Promise<Walk> {
	const state = new WalkState(options);
	const ahead = new Ahead(client, options.style, options.inFlight ?? 1);
	let end = state.stopBefore();
	while (!end) {
		let answer: Outcome | undefined;
		try {
			answer = await ahead.page(state.place);
			end = answer.ok ? state.take(answer) : state.refused(answer);
			if (!end && options.stopped?.() !== true) ahead.expect(state.ahead());
		} catch (error) {
			end = state.unreadable(answer, messageOf(error));
		}
		end ??= state.stopBefore();
	}
	await ahead.end();
	return end;
}

class WalkState {
	private readonly rows: JsonValue[] = [];
	private readonly keys = new Set<string>();
	private readonly visited = new Set<string>();
	private cursor: Cursor | undefined;
	private received = 0;
	private pages = 0;
	private empty = 0;
	private seen = 0;
	private duplicates = 0;
	private expected: number | undefined;
	private lastKey: string | undefined;
	private clamped: Completeness['clamped'];
	private short: number | undefined;
	private restarted = false;
	/** After a restart: rows are skipped until this one has come. */
	private skipTo: string | undefined;
	private readonly skipped: JsonValue[] = [];
	/** The page that was taken last, where it stood, and how many rows stood before it. */
	private last: { page: Page; cursor: Cursor | undefined; seen: number } | undefined;
	private readonly same = new SamePages();
	private readonly problems: VendorError[] = [];

	constructor(private readonly options: WalkOptions) {
		const { start, style } = options;
		this.cursor = start?.cursor ?? style.first;
		this.lastKey = start?.lastKey;
		this.seen = start?.before ?? 0;
	}

	/** The cursor of the page to ask for. */
	get place(): Cursor | undefined {
		return this.cursor;
	}

	/** Pages that will be wanted, as far as the last one tells them. */
	ahead(): Cursor[] {
		const { style, limit, inFlight = 1, pageLimit = MOST_PAGES } = this.options;
		const { last } = this;
		if (inFlight < 2 || !last || !style.ahead) return [];
		const wanted = Math.ceil((limit - this.received) / Math.max(1, last.page.rows.length));
		const most = Math.min(inFlight, wanted, pageLimit - this.pages);
		return style.ahead(last.page, last.cursor, last.seen, most);
	}

	/** Why the next page is not asked for; undefined when it is. */
	stopBefore(): Walk | undefined {
		// A cursor that was already asked for would give the same rows for ever (also A, B, A).
		const place = placeOf(this.options.style, this.cursor);
		if (this.visited.has(place)) return this.finish('loop');
		this.visited.add(place);
		if (this.options.stopped?.() === true) {
			return this.finish('stopped', this.from(this.cursor), walkFailure('not-sent', '', undefined));
		}
		const most = this.options.pageLimit ?? MOST_PAGES;
		return this.pages >= most ? this.finish('page-limit', this.from(this.cursor)) : undefined;
	}

	refused(failure: Failure): Walk | undefined {
		const { start, style } = this.options;
		if (this.pages === 0 && start && !this.restarted && style.isExpired?.(failure, this.cursor)) {
			// Without a row to go on behind, a new beginning would give all rows once more.
			if (start.lastKey === undefined)
				return this.finish('expired', this.from(this.cursor), failure);
			this.restarted = true;
			this.cursor = style.first;
			this.skipTo = start.lastKey;
			this.seen = 0;
			this.visited.clear();
			return undefined;
		}
		if (this.seen > 0 && style.isCap?.(failure, this.cursor)) {
			this.problems.push(failure.error);
			return this.finish('cap-reached', { cap: this.seen });
		}
		return this.finish('failed', this.from(this.cursor), failure);
	}

	/** What reads the vendor's pages has thrown: the rows that came before are kept. */
	unreadable(answer: Outcome | undefined, why: string): Walk {
		const failure = walkFailure('no-page', why, answer);
		return this.finish('failed', this.from(this.cursor), failure);
	}

	/** Takes a page over; the end of the walk when there is nothing more to ask for. */
	take(answer: Success): Walk | undefined {
		const { style, read, limit } = this.options;
		const { url, data, headers, problem } = answer;
		const { instead, ...rows } = read(data, answer);
		const page: Page = { url, data, headers, ...rows };
		const next = style.next(page, this.cursor, this.seen);
		this.pages += 1;
		if (problem) this.problems.push(problem);
		// Later windows of a keyset walk count only what is left: the largest number is the whole.
		if (page.total !== undefined && !instead)
			this.expected = Math.max(this.expected ?? 0, page.total);
		this.noteClamp(page.rows.length);
		if (next.kind === 'same') return this.finish('loop');
		const before = this.seen;
		this.last = { page, cursor: this.cursor, seen: before };
		this.seen += page.rows.length;
		this.same.note(page.rows);

		const cut = this.keep(this.withoutSkipped(instead ?? page.rows));
		if (this.received >= limit) {
			// Rows that the limit has cut off come again with their page.
			const rest = next.kind === 'more' ? this.from(next.cursor) : {};
			return this.finish('limit-reached', cut ? this.from(this.cursor, before) : rest);
		}
		if (next.kind === 'more') {
			this.empty = page.rows.length === 0 ? this.empty + 1 : 0;
			if (this.empty >= MOST_EMPTY_PAGES) return this.finish('empty-pages', this.from(next.cursor));
			this.cursor = next.cursor;
			return undefined;
		}
		this.keepSkipped();
		if (next.kind === 'end' || next.kind === 'unsure') return this.finish(next.kind);
		if (next.kind === 'cap') return this.finish('cap-reached', { cap: next.at });
		return this.finish('no-cursor', {}, walkFailure('no-cursor', next.why, answer));
	}

	/** Keeps rows that have not come before, up to the limit; true when the limit cut some off. */
	private keep(rows: JsonValue[]): boolean {
		const { keyOf, limit, onRows } = this.options;
		const fresh: JsonValue[] = [];
		let cut = false;
		for (const row of rows) {
			if (this.received + fresh.length >= limit) {
				cut = true;
				break;
			}
			const key = keyOf?.(row);
			if (key !== undefined && this.keys.has(key)) {
				if (!this.options.style.overlaps?.(row, this.cursor)) this.duplicates += 1;
				continue;
			}
			if (key !== undefined) this.keys.add(key);
			this.lastKey = key ?? this.lastKey;
			fresh.push(row);
		}
		this.received += fresh.length;
		if (onRows) onRows(fresh);
		else for (const row of fresh) this.rows.push(row);
		return cut;
	}

	/** After a restart, only what comes behind the last row of the earlier run. */
	private withoutSkipped(rows: JsonValue[]): JsonValue[] {
		if (this.skipTo === undefined) return rows;
		const place = rows.findIndex((row) => this.options.keyOf?.(row) === this.skipTo);
		if (place >= 0) {
			this.skipTo = undefined;
			this.skipped.length = 0;
			return rows.slice(place + 1);
		}
		for (const row of rows) this.skipped.push(row);
		return [];
	}

	/** The row to go on behind is gone: a row twice is better than one lost. */
	private keepSkipped(): void {
		if (this.skipTo !== undefined) this.keep(this.skipped);
	}

	/** A short page with rows behind it; a short last page is none. */
	private noteClamp(got: number): void {
		const asked = this.options.style.size;
		if (asked === undefined || got === 0) return;
		if (this.short !== undefined) this.clamped ??= { asked, got: this.short };
		this.short = got < asked ? got : undefined;
	}

	private from(cursor: Cursor | undefined, before = this.seen): { resume?: Resume } {
		if (cursor === undefined) return {};
		const lastKey = this.lastKey === undefined ? {} : { lastKey: this.lastKey };
		return { resume: { of: markOf(this.options.style), cursor, before, ...lastKey } };
	}

	private finish(reason: WalkEnd, rest: Partial<Completeness> = {}, failure?: Failure): Walk {
		const { received, pages, duplicates, expected, clamped, problems } = this;
		const { start } = this.options;
		const samePages = this.same.most;
		return {
			rows: this.rows,
			report: {
				received,
				pages,
				duplicates,
				reason,
				complete: completeness(
					reason,
					received + (start?.before ?? 0),
					expected,
					problems.length > 0,
				),
				...(expected === undefined ? {} : { expected }),
				...(clamped ? { clamped } : {}),
				...(samePages >= SAME_PAGES_TO_TELL ? { samePages } : {}),
				...(this.restarted ? { restarted: true } : {}),
				...(problems.length > 0 ? { problems } : {}),
				...rest,
			},
			...(failure ? { failure } : {}),
		};
	}
}

/** A failure of the walk itself, at this answer. */
function walkFailure(
	reason: 'no-cursor' | 'no-page' | 'not-sent',
	message: string,
	answer: Outcome | undefined,
): Failure {
	const { status = 0, logId = 0 } = answer ?? {};
	return { ok: false, reason, status, error: { message }, processed: 'no', attempts: [], logId };
}

/** Counts pages that are alike: a vendor that ignores the cursor gives the same one for ever. */
class SamePages {
	most = 1;
	private inARow = 1;
	private last: JsonValue[] = [];

	note(rows: JsonValue[]): void {
		const alike = rows.length > 0 && isAlike(rows, this.last);
		this.inARow = alike ? this.inARow + 1 : 1;
		this.most = Math.max(this.most, this.inARow);
		this.last = rows;
	}
}

function isAlike(a: JsonValue[], b: JsonValue[]): boolean {
	if (a.length !== b.length) return false;
	// The ends first: pages that differ mostly do so there, and a page may be a megabyte.
	const same = (place: number) => JSON.stringify(a.at(place)) === JSON.stringify(b.at(place));
	return same(0) && same(-1) && JSON.stringify(a) === JSON.stringify(b);
}

function completeness(
	reason: WalkEnd,
	received: number,
	expected: number | undefined,
	hasProblems: boolean,
): Completeness['complete'] {
	if (reason === 'limit-reached') return 'yes';
	if (reason === 'unsure' && !hasProblems) return 'unknown';
	if (reason !== 'end' || hasProblems) return 'no';
	if (expected === undefined) return 'yes';
	return received >= expected ? 'yes' : 'unknown';
}
