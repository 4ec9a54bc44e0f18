import { dateLiteral } from '../../sandbox/salesforce/query/dateLiterals';

/** A Wednesday. */
const NOW = Date.parse('2026-08-19T15:30:00Z');

describe('Salesforce: words for dates', () => {
	it.each([
		['TODAY', '2026-08-19', '2026-08-20'],
		['yesterday', '2026-08-18', '2026-08-19'],
		['TOMORROW', '2026-08-20', '2026-08-21'],
		['THIS_WEEK', '2026-08-16', '2026-08-23'],
		['LAST_WEEK', '2026-08-09', '2026-08-16'],
		['NEXT_WEEK', '2026-08-23', '2026-08-30'],
		['THIS_MONTH', '2026-08-01', '2026-09-01'],
		['LAST_MONTH', '2026-07-01', '2026-08-01'],
		['NEXT_MONTH', '2026-09-01', '2026-10-01'],
		['THIS_QUARTER', '2026-07-01', '2026-10-01'],
		['LAST_QUARTER', '2026-04-01', '2026-07-01'],
		['THIS_YEAR', '2026-01-01', '2027-01-01'],
		['LAST_YEAR', '2025-01-01', '2026-01-01'],
		['LAST_90_DAYS', '2026-05-21', '2026-08-20'],
		['NEXT_90_DAYS', '2026-08-20', '2026-11-18'],
		['LAST_N_DAYS:3', '2026-08-16', '2026-08-20'],
		['NEXT_N_DAYS:3', '2026-08-20', '2026-08-23'],
		['N_DAYS_AGO:3', '2026-08-16', '2026-08-17'],
		['LAST_N_WEEKS:2', '2026-08-02', '2026-08-16'],
		['LAST_N_MONTHS:2', '2026-06-01', '2026-08-01'],
		['N_MONTHS_AGO:2', '2026-06-01', '2026-07-01'],
		['LAST_N_QUARTERS:1', '2026-04-01', '2026-07-01'],
		['NEXT_N_YEARS:2', '2027-01-01', '2029-01-01'],
	])('%s is from %s to before %s', (literal, from, until) => {
		const span = dateLiteral(literal, NOW);
		const day = (at: number): string => new Date(at).toISOString().replace('T00:00:00.000Z', '');
		expect([day(span.from), day(span.until)]).toEqual([from, until]);
	});

	it.each(['THIS_FISCAL_YEAR', 'LAST_N_FISCAL_QUARTERS:2', 'SOMEDAY'])(
		'%s is none here',
		(word) => {
			expect(() => dateLiteral(word, NOW)).toThrow();
		},
	);
});
