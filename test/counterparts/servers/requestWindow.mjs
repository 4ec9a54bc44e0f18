/**
 * So many requests in each window; a window begins with the first request after the last one ended.
 * Returns the seconds to wait, 0 for a request that may pass.
 */
export function requestWindow(limit) {
	if (limit === undefined) return () => 0;
	let start = -Infinity;
	let passed = 0;
	return () => {
		const now = performance.now();
		if (now >= start + limit.windowMs) {
			start = now;
			passed = 0;
		}
		passed += 1;
		if (passed <= limit.requests) return 0;
		return Math.max(1, Math.ceil((start + limit.windowMs - now) / 1_000));
	};
}
