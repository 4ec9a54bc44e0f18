// jest loads set-up and teardown with separate module registries in one process, so what the
// first has begun is handed to the second on `globalThis`.
declare global {
	var gtmEndOfE2e: (() => Promise<void>) | undefined;
}

/** Remembers how to end what was started for all test files. */
export function keep(ending: () => Promise<void>): void {
	globalThis.gtmEndOfE2e = ending;
}

/** Ends it. */
export async function end(): Promise<void> {
	await globalThis.gtmEndOfE2e?.();
}
