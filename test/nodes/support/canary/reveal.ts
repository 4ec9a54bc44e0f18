/** So many characters of a secret in a row are a leak, wherever they stand in it. */
const PIECE = 8;
/** Encodings within encodings. */
const DEEPEST = 6;

/** Finds a secret that can be read out of a text, however it was written. */
export class Reveal {
	private readonly pieces: string[] = [];
	private readonly known = new Set<string>();

	constructor(secrets: string[]) {
		for (const secret of secrets) {
			const lower = secret.toLowerCase();
			for (let at = 0; at + PIECE <= lower.length; at += 1) {
				this.pieces.push(lower.slice(at, at + PIECE));
			}
		}
	}

	/** What of the secrets these texts tell, and where; nothing for none. */
	in(texts: string[]): string[] {
		return [...new Set(texts)].flatMap((text) => this.inOne(text));
	}

	/** The same of texts of several places; those in which nothing was found are left out. */
	inAll(places: Record<string, string[]>): Record<string, string[]> {
		const found = Object.entries(places).map(([name, texts]) => [name, this.in(texts)] as const);
		return Object.fromEntries(found.filter(([, leaks]) => leaks.length > 0));
	}

	private inOne(text: string): string[] {
		let layer = [text];
		for (let depth = 0; depth <= DEEPEST && layer.length > 0; depth += 1) {
			const next: string[] = [];
			for (const each of layer) {
				if (each.length < PIECE || this.known.has(each)) continue;
				const piece = this.pieceOf(each);
				if (piece !== undefined)
					return [`${JSON.stringify(piece)} of ${around(each, piece)} in ${text.slice(0, 300)}`];
				this.known.add(each);
				next.push(...readings(each));
			}
			layer = next;
		}
		return [];
	}

	private pieceOf(text: string): string | undefined {
		const lower = text.toLowerCase();
		return this.pieces.find((piece) => lower.includes(piece));
	}
}

function around(text: string, piece: string): string {
	const at = text.toLowerCase().indexOf(piece);
	return JSON.stringify(text.slice(Math.max(0, at - 20), at + 40));
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What a text becomes when one kind of encoding is taken off it. */
function readings(text: string): string[] {
	const found = new Set<string>();
	const add = (reading: string) => {
		if (reading !== text) found.add(reading);
	};
	const percent = (encoding: 'utf8' | 'latin1') =>
		text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
			Buffer.from(run.replaceAll('%', ''), 'hex').toString(encoding),
		);
	add(percent('utf8'));
	add(percent('latin1'));
	if (/\w\+\w/.test(text)) add(text.replaceAll('+', ' '));
	add(
		text
			.replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (_, a: string, b: string) =>
				String.fromCharCode(parseInt(a ?? b, 16)),
			)
			.replace(/\\([\\"'/])/g, '$1'),
	);
	add(
		text
			.replace(/&#(\d{1,7});/g, (_, digits: string) => point(parseInt(digits, 10)))
			.replace(/&#x([0-9a-f]{1,6});/gi, (_, digits: string) => point(parseInt(digits, 16)))
			.replace(/&(amp|lt|gt|quot|apos);/gi, (_, name: string) => NAMED[name.toLowerCase()] ?? ''),
	);
	add(text.replace(/[\u0080-\u00ff]{2,}/g, (run) => Buffer.from(run, 'latin1').toString('utf8')));
	for (const [run] of text.matchAll(/[\w+/-]{11,}/g)) {
		for (let skip = 0; skip < 4; skip += 1) {
			for (const part of readable(Buffer.from(run.slice(skip), 'base64'))) found.add(part);
		}
	}
	for (const [run] of text.matchAll(/[0-9a-f]{16,}/gi)) {
		for (const skip of [0, 1]) {
			for (const part of readable(Buffer.from(run.slice(skip), 'hex'))) found.add(part);
		}
	}
	return [...found];
}

function point(number: number): string {
	return number <= 0x10ffff ? String.fromCodePoint(number) : '';
}

/** Of bytes that may be anything, what looks like a text. */
function readable(bytes: Buffer): string[] {
	const latin = bytes.toString('latin1').match(/[\x20-\x7e\x80-\xff]{8,}/g) ?? [];
	return latin.flatMap((part) => {
		const text = Buffer.from(part, 'latin1').toString('utf8');
		return text === part ? [part] : [part, text];
	});
}

/** The texts of a file of any kind: those that stand in its bytes. */
export function textsIn(bytes: Buffer): string[] {
	const runs = bytes.toString('latin1').match(/[\x20-\x7e\x80-\xff]{8,}/g) ?? [];
	return runs.map((run) => Buffer.from(run, 'latin1').toString('utf8'));
}

/** All texts that can be reached from a value: keys, causes, stacks, what is not enumerable. */
export function textsOf(value: unknown, without: readonly string[] = []): string[] {
	const texts = new Set<string>();
	const seen = new Set<unknown>();
	const walk = (each: unknown): void => {
		if (typeof each === 'string') texts.add(each);
		if ((typeof each !== 'object' && typeof each !== 'function') || each === null || seen.has(each))
			return;
		seen.add(each);
		if (Buffer.isBuffer(each)) return void texts.add(each.toString('latin1'));
		if (each instanceof Map) for (const entry of each) walk(entry);
		if (each instanceof Set) for (const entry of each) walk(entry);
		for (const key of Reflect.ownKeys(each)) {
			if (typeof key === 'string') texts.add(key);
			if (typeof key === 'string' && without.includes(key)) continue;
			walk(Reflect.get(each, key));
		}
	};
	walk(value);
	return [...texts];
}
