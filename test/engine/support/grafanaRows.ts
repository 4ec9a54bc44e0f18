import { type Change, failed, HOUR, T0 } from './logRows';

const MINUTE = 60_000;
const DAY = 24 * HOUR;

/** What people may call an account or a node. */
export const HARD = [
	"O'Neil's",
	'100% "sure"',
	'a_b\\c',
	'line\nbreak\ttab\u0001',
	'\u2400zero',
	'$__unixEpochFrom() costs $5(x)',
	'${vendor:sqlstring} [[node]] $node $__interval',
	"'; DROP TABLE gtm_api_log; --",
	'語 🙂',
	'',
];
/** Vendors are named by this package and the IDs of workflows made by n8n: without these two signs. */
export const HARD_NAMES = HARD.filter((name) => !/["$]/.test(name));

const ENDS: Change[] = [
	{},
	failed(429),
	{},
	failed(404, { errorBody: '{"message":"no such\nrecord"}' }),
	{ outcome: 'open', status: 0, reason: '', durationMs: 0 },
	{},
	failed(500, { outcome: 'retry', reason: 'server-error' }),
	{ outcome: 'cancelled', status: 0, reason: 'cancelled' },
	failed(0, { outcome: 'unknown', reason: 'network-unknown' }),
	{ outcome: 'redirect', status: 301 },
	failed(401, { outcome: 'refresh', reason: 'unauthorized' }),
	failed(200, { reason: 'rate-limited' }),
	{},
];
export const traceOf = (request: number) => request.toString(16).padStart(32, '0');

/** Sends of nine days: each outcome, holds, repeated requests, quotas, rows without an end, hard names. */
export const ROWS: Change[] = [
	{ startedAt: T0 - 1, vendor: 'Before', durationMs: 9_999 },
	{ startedAt: T0 + 9 * DAY, vendor: 'After', durationMs: 9_999 },
	{ startedAt: T0, traceId: '', quotaLeft: 'ten-seconds=95 day=249000', durationMs: 12 },
	{ startedAt: T0, traceId: '', quotaLeft: 'ten-seconds=94 day=248999.5' },
	{
		traceId: traceOf(1),
		attempt: 0,
		outcome: 'hold',
		status: 0,
		waitedMs: 1e9,
		waitReason: 'hold',
	},
	{ startedAt: T0 + 2, traceId: traceOf(1), waitedMs: 900, waitReason: 'quota-hold' },
	...Array.from({ length: 240 }, (_, place) => ({
		startedAt: T0 + place * (place % 2 === 0 ? 40_000 : 50 * MINUTE),
		vendor: ['HubSpot', 'Apollo', 'Clay'][place % 3],
		account: `account ${place % 5}`,
		workflow: `workflow-${place % 4}`,
		node: `Node ${place % 7}`,
		operation: `record.${['get', 'search', 'update', 'create'][place % 4]}`,
		// Each is sent twice, three rows apart.
		traceId: traceOf(1_000 + Math.floor(place / 6) * 3 + (place % 3)),
		attempt: 1 + (Math.floor(place / 3) % 2),
		durationMs: (place * 7_919) % 1_511,
		execution: String(place % 11),
		requestId: place % 7 === 0 ? `request-${place}` : '',
		waitedMs: place % 8 === 0 ? place * 25 : 0,
		waitReason: ['', 'window-full', 'server-error'][Math.floor(place / 8) % 3],
		quotaLeft: place % 4 === 1 ? `minute=${(place * 13) % 60} points=-${place}.5 day=NaN` : '',
		...ENDS[place % ENDS.length],
	})),
	...HARD.map((name, place) => ({
		startedAt: T0 + place * MINUTE,
		account: name,
		node: name,
		vendor: HARD_NAMES.includes(name) ? name : 'HubSpot',
		workflow: HARD_NAMES.includes(name) ? name : 'workflow-1',
		traceId: traceOf(place + 2),
		...(place % 2 === 0 ? failed(422) : {}),
	})),
];
