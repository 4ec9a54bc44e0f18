/** Stretches of time, in ms, from the longest to the shortest. They begin where those of UTC do. */
export const STRETCHES = {
	day: 86_400_000,
	hour: 3_600_000,
	tenMinutes: 600_000,
	minute: 60_000,
	tenSeconds: 10_000,
	second: 1_000,
} as const;

export type Stretch = keyof typeof STRETCHES;

function beginningOf(stretch: Stretch): string {
	return `started_at - started_at % ${STRETCHES[stretch]}`;
}

/** What rows can be summed by. */
export const GROUPINGS = {
	account: 'account',
	day: beginningOf('day'),
	hour: beginningOf('hour'),
	tenMinutes: beginningOf('tenMinutes'),
	minute: beginningOf('minute'),
	tenSeconds: beginningOf('tenSeconds'),
	second: beginningOf('second'),
	node: 'node',
	operation: 'operation',
	reason: 'reason',
	status: 'status',
	vendor: 'vendor',
	waitReason: 'wait_reason',
	workflow: 'workflow',
} as const;

export type Grouping = keyof typeof GROUPINGS;
