import { conditionOf, type LogFilter } from '../filter';
import { GROUPINGS, type Stretch } from '../groupings';
import type { LogTable } from '../logTable';
import { quotaPairs } from '../quotaPairs';

/** What a provider said was left of one window of an account. */
export interface QuotaUse {
	vendor: string;
	account: string;
	window: string;
	/** The lowest that was left in each step of the time axis. */
	overTime: Array<{ at: number; left: number }>;
	lowest: number;
	last: number;
}

type Told = Record<'at' | 'vendor' | 'account' | 'quotas', string | number>;

/** By provider, account and window, in this order. */
export async function quotaUse(
	table: LogTable,
	filter: LogFilter,
	step: Stretch,
): Promise<QuotaUse[]> {
	const { sql, values } = conditionOf({ ...filter, sendsOnly: true });
	const told = await table.all(
		`SELECT ${GROUPINGS[step]} AS at, vendor, account, quota_left AS quotas
		FROM ${table.name} WHERE (${sql}) AND quota_left <> '' ORDER BY vendor, account, started_at, id`,
		values,
	);
	const uses = new Map<string, QuotaUse>();
	for (const { at, vendor, account, quotas } of told.map((row) => ({ ...row }) as Told)) {
		for (const [window, left] of Object.entries(quotaPairs(String(quotas)))) {
			const key = JSON.stringify([vendor, account, window]);
			const use = uses.get(key) ?? {
				vendor: String(vendor),
				account: String(account),
				window,
				overTime: [],
				lowest: left,
				last: left,
			};
			uses.set(key, use);
			use.lowest = Math.min(use.lowest, left);
			use.last = left;
			const step = use.overTime.at(-1);
			if (step?.at === Number(at)) step.left = Math.min(step.left, left);
			else use.overTime.push({ at: Number(at), left });
		}
	}
	return [...uses.values()];
}
