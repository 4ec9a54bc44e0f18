/** What rows can be summed by. Days, hours and minutes are those of UTC. */
export const GROUPINGS = {
	account: 'account',
	day: 'started_at - started_at % 86400000',
	hour: 'started_at - started_at % 3600000',
	minute: 'started_at - started_at % 60000',
	node: 'node',
	operation: 'operation',
	reason: 'reason',
	status: 'status',
	vendor: 'vendor',
	waitReason: 'wait_reason',
	workflow: 'workflow',
} as const;

export type Grouping = keyof typeof GROUPINGS;
