/** In the order in which Salesforce counts, which is the order of their code points too. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The checksum's letters: five bits each, of which letters are upper case. */
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** What stands between the prefix and the counter: the instance and unused digits. */
const INSTANCE = '5g00000';

/** Upper and lower case come into the ids from the first record on. */
const FIRST = 62 ** 3 * 11 + 62 ** 2 * 40;

/** The three letters by which an id of 15 characters survives systems that ignore case. */
export function checksumOf(id: string): string {
	let checksum = '';
	for (let start = 0; start < 15; start += 5) {
		let bits = 0;
		for (let place = 0; place < 5; place++) {
			const letter = id.charAt(start + place);
			if (letter >= 'A' && letter <= 'Z') bits += 2 ** place;
		}
		checksum += CHECK.charAt(bits);
	}
	return checksum;
}

/** The 18 characters of an id of 15 or 18; undefined for what is no id or has a wrong checksum. */
export function fullId(text: string): string | undefined {
	if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)) return undefined;
	const short = text.slice(0, 15);
	const whole = `${short}${checksumOf(short)}`;
	return text.length === 15 || text === whole ? whole : undefined;
}

/** The nth id under a prefix, counted from 1. */
export function idOf(prefix: string, place: number): string {
	let rest = FIRST + place;
	let counter = '';
	for (let digit = 0; digit < 5; digit++) {
		counter = `${DIGITS[rest % 62]}${counter}`;
		rest = Math.floor(rest / 62);
	}
	const short = `${prefix}${INSTANCE}${counter}`;
	return `${short}${checksumOf(short)}`;
}
