import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import { messageOf } from '../engine/errorFacts';
import type { ClientTotals } from '../engine/client';
import type { Completeness } from '../engine/pages/walk';

/** n8n takes at most 512 characters. */
const LONGEST_VALUE = 512;

/**
 * Adds what a run came to to the execution's custom data, where it stays when hints vanish: with
 * what earlier runs of the node in this execution came to, as in a loop. A hint when n8n refuses.
 */
export function addTotals(
	context: IExecuteFunctions,
	{ sends, retries, rateLimited, heldMs, logLost }: ClientTotals,
	reports: Completeness[],
): NodeExecutionHint | undefined {
	const sum = (count: (report: Completeness) => number) =>
		reports.reduce((total, report) => total + count(report), 0);
	const lists: Record<string, number> =
		reports.length === 0
			? {}
			: {
					received: sum(({ received }) => received),
					pages: sum(({ pages }) => pages),
					incomplete: sum(({ complete }) => (complete === 'yes' ? 0 : 1)),
				};
	const now: Record<string, number> = { sends, retries, rateLimited, heldMs, logLost, ...lists };
	const key = customKey(context.getNode().name);
	try {
		const before = parse(context.customData.get(key));
		const names = new Set([...Object.keys(before), ...Object.keys(now)]);
		const total = [...names].map((name) => [name, (before[name] ?? 0) + (now[name] ?? 0)]);
		const text = JSON.stringify(Object.fromEntries(total));
		context.customData.set(key, text.slice(0, LONGEST_VALUE));
		return undefined;
	} catch (error) {
		const why = messageOf(error);
		return {
			message: `The totals of this run could not be kept with the execution: ${why}`,
			type: 'warning',
			location: 'outputPane',
		};
	}
}

/** n8n takes letters, digits and underscores, at most 50 of them. */
function customKey(nodeName: string): string {
	return `gtm_${nodeName.replace(/\W+/g, '_')}`.slice(0, 50);
}

function parse(text: unknown): Record<string, number> {
	if (typeof text !== 'string') return {};
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null) return {};
		const entries = Object.entries(value).filter((entry): entry is [string, number] => {
			return typeof entry[1] === 'number';
		});
		return Object.fromEntries(entries);
	} catch {
		// Somebody else's value stands under our name: the totals begin anew.
		return {};
	}
}
