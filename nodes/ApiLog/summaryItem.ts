import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../shared/engine/explain';
import { STRETCHES } from '../shared/engine/log/groupings';
import { quotaPairs } from '../shared/engine/log/quotaPairs';
import type { Summary } from '../shared/engine/log/summarize';
import { sumsItem } from './reportItem';

/** A group's sums as an item; a stretch of time is the moment in which it begins. */
export function summaryItem({ group, quotaLeft, ...sums }: Summary): IDataObject {
	const named = Object.entries(group).map(([name, value]) => [
		name,
		Object.hasOwn(STRETCHES, name) ? (isoTime(Number(value)) ?? null) : value,
	]);
	return { ...Object.fromEntries(named), ...sumsItem(sums), quotaLeft: quotaPairs(quotaLeft) };
}
