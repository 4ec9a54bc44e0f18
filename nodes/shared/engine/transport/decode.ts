import { promisify, TextDecoder } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

import { codeOf, messageOf } from '../errorFacts';
import { BODY_TOO_LARGE } from './exchange';

export type Decoded =
	| { kind: 'text'; text: string; body?: Buffer }
	| { kind: 'broken'; code: string; message: string };

type Unpack = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const UNPACK: Record<string, Unpack> = {
	gzip: promisify(gunzip) as Unpack,
	'x-gzip': promisify(gunzip) as Unpack,
	deflate: async (body, options) =>
		// Some servers send deflate without zlib's header; 8 in the low half byte is that header.
		((body[0] ?? 0) & 0x0f) === 8
			? await (promisify(inflate) as Unpack)(body, options)
			: await (promisify(inflateRaw) as Unpack)(body, options),
	br: promisify(brotliDecompress) as Unpack,
	zstd: promisify(zstdDecompress) as Unpack,
};

/**
 * The body as text, or as it is. Unpacking is strict: a compressed body that was cut is broken here, even where
 * the server marked its end by closing the connection, which HTTP itself cannot tell from a cut.
 */
export async function decodeBody(
	body: Buffer,
	encoding: string,
	contentType: string,
	{ maxBytes, asBytes = false }: { maxBytes: number; asBytes?: boolean },
): Promise<Decoded> {
	try {
		const plain = await unpack(body, encoding, maxBytes);
		if (asBytes) return { kind: 'text', text: '', body: plain };
		return { kind: 'text', text: toText(plain, contentType) };
	} catch (error) {
		const tooLarge = codeOf(error) === 'ERR_BUFFER_TOO_LARGE';
		return {
			kind: 'broken',
			code: tooLarge ? BODY_TOO_LARGE : codeOf(error),
			message: messageOf(error),
		};
	}
}

async function unpack(body: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer> {
	let plain = body;
	// Listed in the order in which they were applied.
	for (const name of encoding.toLowerCase().split(',').reverse()) {
		const step = UNPACK[name.trim()];
		if (step && plain.length > 0) plain = await step(plain, { maxOutputLength });
	}
	return plain;
}

/** A byte order mark rules over the header, and is taken off. */
function toText(bytes: Buffer, contentType: string): string {
	const named = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
	return decoder(markedCharset(bytes) ?? named).decode(bytes);
}

function markedCharset(bytes: Buffer): string | undefined {
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
	return undefined;
}

function decoder(charset: string): TextDecoder {
	try {
		return new TextDecoder(charset);
	} catch {
		// A charset that nobody knows: JSON is UTF-8 by its standard.
		return new TextDecoder();
	}
}
