/**
 * The cases that the engine must survive, by number. `later` names the issue that brings a case;
 * `wall` marks those that measure wall time, or need n8n itself, and run in `npm run conformance`.
 */
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, place) => from + place);

/** What each section of the list is about. */
const SECTIONS = [
	{ name: 'Pagination', cases: range(1, 30) },
	{ name: 'Retry and classification', cases: range(31, 48) },
	{ name: 'Retry-After and rate headers', cases: range(49, 64) },
	{ name: 'Throttle', cases: range(65, 78) },
	{ name: 'Creates, batches, partial failure', cases: range(79, 91) },
	{ name: 'Checkpoint', cases: range(92, 97) },
	{ name: 'Audit and redaction', cases: range(98, 103) },
	{ name: 'Webhooks', cases: range(104, 112) },
	{ name: 'Properties and the package', cases: range(113, 118) },
];

const LATER = new Map();

const WALL = new Set([29, 66, 74, 75, 101, 116, 118]);

const CASES = SECTIONS.flatMap(({ cases }) => cases).map((number) => ({
	number,
	later: LATER.get(number),
	wall: WALL.has(number),
}));

/** The number at the beginning of a test's title: "33. Given …", "33b. Given …". */
function numberOf(title) {
	const found = /^(\d+)[a-z]?\. /.exec(title);
	return found ? Number(found[1]) : undefined;
}

module.exports = { SECTIONS, CASES, numberOf };
