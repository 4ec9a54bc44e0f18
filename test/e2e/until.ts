import { setTimeout as sleep } from 'node:timers/promises';

const STEP_MS = 50;

/** Waits until it is so. Throws after so many minutes. */
export async function until(
	isSo: () => boolean | Promise<boolean>,
	minutes: number,
): Promise<void> {
	const end = Date.now() + minutes * 60_000;
	while (!(await isSo())) {
		if (Date.now() > end) {
			throw new Error(`What the test waits for did not happen in ${minutes} minutes`);
		}
		await sleep(STEP_MS);
	}
}
