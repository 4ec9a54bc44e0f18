import {
	DEEPEST_VIEW,
	encodingsOf,
	isLongEnough,
	SHORTEST_SECRET,
	type Encoded,
} from './encodings';
import { plainView, unescapedView, type TextView } from './unescape';

const REDACTED = '[redacted]';

type Range = { from: number; to: number };

/**
 * Returns a function that removes every secret from a text, in each encoding it may appear in.
 * Secrets of fewer than 8 characters are left alone; those that the list gets later count too.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
	let known = 0;
	let index = new EncodingIndex([]);
	return (text) => {
		if (secrets.length !== known) {
			known = secrets.length;
			index = indexOf(secrets);
		}
		const found: Range[] = [];
		let view: TextView | undefined = plainView(text);
		for (let depth = 0; view && depth <= DEEPEST_VIEW; depth += 1) {
			found.push(...index.search(view));
			view = unescapedView(view);
		}
		return found.length === 0 ? text : withoutRanges(text, found);
	};
}

function indexOf(secrets: readonly string[]): EncodingIndex {
	return new EncodingIndex([...new Set(secrets)].filter(isLongEnough).flatMap(encodingsOf));
}

/** Finds any of many texts in one pass: by a rolling hash over windows of eight characters. */
class EncodingIndex {
	private readonly byStart = new Map<string, Encoded[]>();
	/** Tells cheaply that a window is the start of nothing. */
	private readonly marks = new Uint8Array(1 << 16);

	constructor(encodings: Encoded[]) {
		// Longest first, so that the first hit at a place is the widest.
		for (const encoded of encodings.toSorted((a, b) => b.text.length - a.text.length)) {
			const start = encoded.text.slice(0, SHORTEST_SECRET);
			this.byStart.set(start, [...(this.byStart.get(start) ?? []), encoded]);
			let hash = 0;
			for (let at = 0; at < SHORTEST_SECRET; at += 1) hash = rolled(hash, start.charCodeAt(at));
			this.marks[slot(hash)] = 1;
		}
	}

	search(view: TextView): Range[] {
		const { text } = view;
		const found: Range[] = [];
		let hash = 0;
		for (let end = 0; end < text.length; end += 1) {
			hash = rolled(hash, text.charCodeAt(end));
			const from = end - SHORTEST_SECRET + 1;
			if (from < 0 || this.marks[slot(hash)] === 0) continue;
			const hit = this.byStart
				.get(text.slice(from, end + 1))
				?.find((encoded) => text.startsWith(encoded.text, from));
			if (hit) found.push(originalRange(view, from, hit));
		}
		return found;
	}
}

const { imul } = Math;

/** Each step shifts by four bits, so that after eight steps a character has left the hash. */
function rolled(hash: number, unit: number): number {
	return (hash << 4) ^ imul(unit, 0x9e3779b1);
}

function slot(hash: number): number {
	return imul(hash, 0x85ebca6b) >>> 16;
}

function originalRange(
	{ from, to }: TextView,
	at: number,
	{ text, before, after }: Encoded,
): Range {
	const first = Math.max(0, at - before);
	const last = Math.min(to.length, at + text.length + after) - 1;
	return { from: from[first] ?? 0, to: to[last] ?? 0 };
}

function withoutRanges(text: string, found: Range[]): string {
	let out = '';
	let kept = 0;
	for (const { from, to } of found.sort((a, b) => a.from - b.from || b.to - a.to)) {
		if (from >= kept) out += text.slice(kept, from) + REDACTED;
		kept = Math.max(kept, to);
	}
	return out + text.slice(kept);
}
