import { createHash } from 'node:crypto';

const TWO_TO_32 = 2 ** 32;

/**
 * Which fault a request meets, if any. Decided by seed, method, path and how often that was asked:
 * the order in which concurrent requests arrive does not change which of them are hit.
 */
export function faultPlan({ seed, share, kinds }) {
	const asked = new Map();
	return ({ method, url }) => {
		const what = `${method} ${url}`;
		const time = (asked.get(what) ?? 0) + 1;
		asked.set(what, time);
		const dice = createHash('sha256').update(`${seed} ${what} ${time}`).digest();
		if (dice.readUInt32BE(0) / TWO_TO_32 >= share) return undefined;
		return kinds[dice.readUInt32BE(4) % kinds.length];
	};
}
