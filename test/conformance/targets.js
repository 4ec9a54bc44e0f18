/**
 * What `npm run conformance` measures, and what each figure has to be. Tests record figures by
 * `recordFigure` (figures.ts); the reporter compares them.
 */
const TARGETS = [
	{
		name: 'header-forms',
		text: 'Retry-After and rate-limit header forms read rightly',
		least: 20,
		unit: 'of 20',
	},
	{ name: 'burst-done', text: '100 calls, 20 in flight, 10 in 2 s: done', least: 100 },
	{ name: 'burst-limited-without-headers', text: '… answered 429, without headers', most: 30 },
	{ name: 'burst-seconds-without-headers', text: '… time, without headers', most: 19, unit: 's' },
	{ name: 'burst-limited-with-headers', text: '… answered 429, with headers', most: 0 },
	{ name: 'burst-seconds-with-headers', text: '… time, with headers', most: 19, unit: 's' },
	{
		name: 'sends-while-held',
		text: 'Sends begun after a 429 is known and before its reset',
		most: 0,
	},
	{ name: 'cancel-ms', text: 'Cancel settles within', most: 250, unit: 'ms' },
	{ name: 'unauthorized-sends', text: '401 for ever: sends', most: 2 },
	{ name: 'unauthorized-refreshes', text: '401 for ever: refreshes', most: 1 },
	{ name: 'parallel-refreshes', text: '10 parallel 401s: refreshes', most: 1 },
	{ name: 'unknown-limit-off', text: 'Unknown limit: send rate off by', most: 20, unit: '%' },
	{ name: 'unknown-limit-limited', text: 'Unknown limit: answered 429', most: 5, unit: '%' },
	{ name: 'past-cap-rows', text: 'Unique rows of 25,000 through a cap of 10,000', least: 25_000 },
	{ name: 'clamped-rows', text: 'Rows of 200 through a clamped page size', least: 200 },
	{ name: 'log-overhead', text: 'Log: share of the run time of 10,000 calls', most: 5, unit: '%' },
	{ name: 'memory-mb', text: '1,000 pages of 1 MB: memory over base', most: 100, unit: 'MB' },
	{ name: 'mutation-score', text: 'Mutation score of the decision files', least: 85, unit: '%' },
];

module.exports = { TARGETS };
