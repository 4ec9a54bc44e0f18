export const LONGEST_BYTES = 2_048;
/** So much is redacted, and so much of its end dropped: a secret cut in two would be no secret. */
const REDACTED_PIECE = 16_384;
const LONGEST_SECRET = 8_192;

/** The first 2 KB without secrets. A 5 MB page costs no more than a short one. */
export function excerpt(text: string, redact: (text: string) => string): string {
	if (text.length <= REDACTED_PIECE) return firstBytes(redact(text));
	const piece = redact(text.slice(0, REDACTED_PIECE));
	return firstBytes(piece.slice(0, Math.max(0, piece.length - LONGEST_SECRET)));
}

/** As many whole characters as fit. */
function firstBytes(text: string): string {
	const { read } = new TextEncoder().encodeInto(text, new Uint8Array(LONGEST_BYTES));
	return text.slice(0, read);
}
