/** The value of an action, or what it threw. */
export type Tried<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** Runs the action, and again while the database is locked, without waiting in between. */
export function tryWhileBusy<T>(tries: number, action: () => T): Tried<T> {
	let failed: Tried<T>;
	let left = tries;
	do {
		try {
			return { ok: true, value: action() };
		} catch (error) {
			failed = { ok: false, error };
		}
		left -= 1;
	} while (left > 0 && isBusy(failed.error));
	return failed;
}

/** SQLITE_BUSY: another process holds the lock. */
export function isBusy(error: unknown): boolean {
	return primaryCode(error) === 5;
}

/** SQLITE_CORRUPT or SQLITE_NOTADB. */
export function isDamaged(error: unknown): boolean {
	return [11, 26].includes(primaryCode(error));
}

/** The low byte of SQLite's result code (517 is a kind of 5); 0 for other errors. */
function primaryCode(error: unknown): number {
	if (typeof error !== 'object' || error === null) return 0;
	const code: unknown = Reflect.get(error, 'errcode');
	return typeof code === 'number' ? code & 0xff : 0;
}
