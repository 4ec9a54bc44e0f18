/** "minute=9 day=800" -> { minute: 9, day: 800 } */
export function quotaPairs(text: string): Record<string, number> {
	const pairs = text.matchAll(/(\S.*?)=(-?\d+(?:\.\d+)?)(?=\s|$)/g);
	return Object.fromEntries([...pairs].map(([, window, left]) => [window, Number(left)]));
}
