/**
 * After so many requests those of the next time are refused, and then it counts anew. A window that
 * begins with its first request would never be full for a slow client.
 * Returns the seconds to wait, 0 for a request that may pass.
 */
export function requestWindow(limit) {
	if (limit === undefined) return () => 0;
	let passed = 0;
	let closedUntil;
	return () => {
		const now = performance.now();
		if (closedUntil === undefined && passed === limit.requests) closedUntil = now + limit.blockMs;
		if (closedUntil !== undefined && now >= closedUntil) {
			closedUntil = undefined;
			passed = 0;
		}
		if (closedUntil !== undefined) return Math.max(1, Math.ceil((closedUntil - now) / 1_000));
		passed += 1;
		return 0;
	};
}
