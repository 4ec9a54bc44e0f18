import type { Figures } from '../../test/e2e/figures';

const count = new Intl.NumberFormat('en-US');

/** The figures as a table for people. */
export function summary(figures: Figures, seconds: number): string {
	const { requests } = figures;
	const rows: Array<[label: string, value: string, remark: string]> = [
		['People in Apollo', count.format(figures.people), ''],
		['Enriched', count.format(figures.enriched), 'ten in a request'],
		['Contacts in HubSpot', count.format(figures.contacts), 'a hundred in a request'],
		['Lost', count.format(figures.lost), 'people without a contact'],
		['Applied twice', count.format(figures.appliedTwice), 'contacts written a second time'],
		['Requests to Apollo', count.format(requests.apollo), ''],
		['Requests to HubSpot', count.format(requests.hubspot), ''],
		['Answered 429', count.format(figures.rateLimited), 'told to slow down'],
		['Sent again', count.format(figures.retried), 'after a fault'],
		['Held for limits', `${(figures.heldMs / 1000).toFixed(1)} s`, ''],
		['Rows in the API log', count.format(figures.logRows), 'holds included'],
		[
			'Arrivals without a row',
			count.format(figures.unlogged),
			`of ${count.format(figures.arrivals)}`,
		],
		['Time', `${seconds.toFixed(1)} s`, ''],
	];
	const labelWidth = Math.max(...rows.map(([label]) => label.length));
	const valueWidth = Math.max(...rows.map(([, value]) => value.length));
	return rows
		.map(([label, value, remark]) =>
			`  ${label.padEnd(labelWidth)}  ${value.padStart(valueWidth)}  ${remark}`.trimEnd(),
		)
		.join('\n');
}
