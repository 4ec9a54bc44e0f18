import { defaultLogFile, logAt } from '../../nodes/shared/engine/log/handles';
import { ownLog } from '../nodes/support/setup';
import { recordFigure } from './figures';
import { logCost } from './support/logCost';

const CALLS = 10_000;
const ROUNDS = 10;
const IN_FLIGHT = 10;
/** A fast API over the internet: vendors take longer. */
const LATENCY_MS = 50;
const MOST_PERCENT = 5;

const log = ownLog();
afterAll(() => log.remove());

test('101. 10,000 calls with the log and 10,000 without: every row is there, for under 5 % more time', async () => {
	const sink = logAt(defaultLogFile(process.env));
	let before = 0;
	const { plainMs, loggedMs, percent, arrivals } = await logCost(
		{ calls: CALLS, rounds: ROUNDS, inFlight: IN_FLIGHT, latencyMs: LATENCY_MS },
		sink,
		() => (before = log.rows().length),
	);

	const rows = log.rows().slice(before);
	expect(rows).toHaveLength(CALLS);
	expect(rows.filter(({ outcome }) => outcome === 'done')).toHaveLength(CALLS);
	expect(arrivals).toHaveLength(2 * CALLS);
	const spans = new Set(arrivals.map(({ headers }) => headers.traceparent?.split('-')[2]));
	expect(rows.filter(({ span_id }) => !spans.has(String(span_id)))).toEqual([]);

	recordFigure('log-overhead', percent);
	console.log(
		`10,000 calls of ${LATENCY_MS} ms, ${IN_FLIGHT} in flight: ${Math.round(plainMs * ROUNDS)} ms without the log, ` +
			`${Math.round(loggedMs * ROUNDS)} ms with it: ${percent.toFixed(1)} % more`,
	);
	expect(percent).toBeLessThan(MOST_PERCENT);
}, 600_000);
