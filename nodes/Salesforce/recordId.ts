/** The checksum's letters: five bits each, of which letters are upper case. */
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * A record's ID in the 18 characters that survive systems which ignore case; undefined for a text that
 * is no ID, or whose last three characters do not belong to the others (a slip, or another's case).
 * Salesforce takes 15 characters too (REST guide, 2026-08).
 */
export function fullId(text: string): string | undefined {
	if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)) return undefined;
	const short = text.slice(0, 15);
	const whole = short + checksum(short);
	return text.length === 15 || text === whole ? whole : undefined;
}

function checksum(id: string): string {
	return [0, 5, 10]
		.map((start) => {
			const letters = [...id.slice(start, start + 5)];
			const bits = letters.map((letter, place) => (/[A-Z]/.test(letter) ? 2 ** place : 0));
			return CHECK.charAt(bits.reduce((sum, bit) => sum + bit, 0));
		})
		.join('');
}
