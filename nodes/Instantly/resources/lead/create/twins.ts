import type { Placed } from '../../../../shared/node/operation';
import { keyOf } from './request';
import type { LeadRow } from './row';

/** Leads of one input that are the same: Instantly takes the first of them. */
export interface Twins {
	/** One of each. */
	first: Array<Placed<LeadRow>>;
	/** The others, by the first of them. */
	of: Map<Placed<LeadRow>, Array<Placed<LeadRow>>>;
}

export function twinsIn(rows: Array<Placed<LeadRow>>): Twins {
	const firstBy = new Map<string, Placed<LeadRow>>();
	const twins: Twins = { first: [], of: new Map() };
	for (const row of rows) {
		const key = keyOf(row.value);
		const first = key === undefined ? undefined : firstBy.get(key);
		if (first) {
			twins.of.get(first)?.push(row);
			continue;
		}
		twins.of.set(row, []);
		if (key !== undefined) firstBy.set(key, row);
		twins.first.push(row);
	}
	return twins;
}
