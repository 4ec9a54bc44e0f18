import { rowFailure } from '../../../shared/engine/batch';
import { asObject, asText, recordsOf } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import { cursorPages } from '../../../shared/engine/pages/cursor';
import { idOf } from '../../../shared/engine/pages/keyset';
import { walk } from '../../../shared/engine/pages/walk';
import type { JsonValue } from '../../../shared/engine/types';
import { completenessText } from '../../../shared/node/hints';
import { company } from '../../objects';
import { SEARCH_PAGE_SIZE, SEARCH_QUOTAS } from '../../vendor';
import { RECORD_ID } from './rows';
import type { Scene } from './scene';

export const DOMAIN = 'domain';
/** CRM search, 2026-03-30: 100 values in a list, 3,000 characters of body; room for what is around. */
const MOST_DOMAINS = 100;
const MOST_CHARACTERS = 2_500;

/** "https://www.Example.com/about" is example.com; undefined for what is no domain. */
export function normalDomain(text: string): string | undefined {
	const host = text
		.trim()
		.toLowerCase()
		.replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
		.replace(/^[^@/]*@/, '')
		.replace(/[/?#:].*$/, '')
		.replace(/^www\./, '')
		.replace(/\.$/, '');
	return /^[^\s.]+(\.[^\s.]+)+$/.test(host) ? host : undefined;
}

/** Domains in the portions that one search takes. */
export function inSearches(domains: string[]): string[][] {
	const parts: string[][] = [];
	let left = 0;
	for (const domain of domains) {
		const part = parts.at(-1);
		const length = JSON.stringify(domain).length + 1;
		if (part && part.length < MOST_DOMAINS && length <= left) part.push(domain);
		else {
			parts.push([domain]);
			left = MOST_CHARACTERS;
		}
		left -= length;
	}
	return parts;
}

/** The IDs of all companies that have these domains, by domain. */
export async function findByDomain(
	{ context: { client, facts, stopped } }: Scene,
	domains: string[],
): Promise<{ ids: Map<string, string[]> } | { failure: Failure }> {
	const filter = { propertyName: DOMAIN, operator: 'IN', values: domains };
	const { rows, report, failure } = await walk(client, {
		style: cursorPages({
			at: 'paging.next.after',
			request: (after) => ({
				operation: 'company.findByDomain',
				method: 'POST',
				path: `${facts.objects}/${company.path}/search`,
				body: {
					filterGroups: [{ filters: [filter] }],
					sorts: [{ propertyName: RECORD_ID, direction: 'ASCENDING' }],
					properties: [DOMAIN],
					limit: SEARCH_PAGE_SIZE,
					...(after === undefined ? {} : { after: String(after) }),
				},
				safeToRepeat: true,
				readOnly: true,
				quotas: SEARCH_QUOTAS,
				records: domains.length,
			}),
		}),
		read: (data) => ({ rows: recordsOf(data, 'results') }),
		keyOf: idOf,
		limit: Infinity,
		stopped,
	});
	if (failure) return { failure: { ...failure, processed: 'no' } };
	// What was not read may hold a domain: its company would be created once more.
	return report.complete === 'yes'
		? { ids: byDomain(rows) }
		: { failure: rowFailure('incomplete', completenessText(report)) };
}

function byDomain(rows: JsonValue[]): Map<string, string[]> {
	const ids = new Map<string, string[]>();
	for (const row of rows) {
		const domain = normalDomain(asText(asObject(asObject(row).properties)[DOMAIN]) ?? '');
		const id = idOf(row);
		if (domain !== undefined && id !== undefined) ids.set(domain, [...(ids.get(domain) ?? []), id]);
	}
	return ids;
}
