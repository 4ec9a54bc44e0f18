import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asText } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import type { Results } from '../../../shared/node/results';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { company, type ObjectKind } from '../../objects';
import { DOMAIN, findByDomain, inSearches, normalDomain } from './findByDomain';
import { readMatched, RECORD_ID, type KeyedRow } from './rows';
import type { Scene } from './scene';
import type { RecordWrite, Row, Settle } from './write';

/**
 * Companies by their domain. HubSpot does not keep it unique (companies guide, 2026-08), so each
 * domain is looked up, and written by one row at a time. Undefined for other kinds.
 */
export function domainWrite(kind: ObjectKind): Omit<RecordWrite, 'operation'> | undefined {
	if (kind !== company) return undefined;
	return { row: readRow, find: findCompanies, wrote: remember };
}

function readRow(read: ParameterReader): KeyedRow | Problem {
	const row = readMatched(company, read, 'upsert', DOMAIN);
	if (row instanceof Problem || row.key.property !== DOMAIN) return row;
	const domain = normalDomain(row.key.value);
	if (domain === undefined) {
		return new Problem(
			`The domain "${row.key.value}" is none`,
			'Send the domain of the company, such as example.com.',
		);
	}
	const key = { property: DOMAIN, value: domain };
	return { ...row, key, properties: { ...row.properties, [DOMAIN]: domain } };
}

/** What a run knows of a domain: its companies, or that a create of it may have come through. */
type Known = { ids: string[] } | 'unknown';

/** Search does not see at once what was written, so a run remembers it, over all its tries. */
const runs = new WeakMap<Results, Map<string, Known>>();

function memoryOf({ context: { results } }: Scene): Map<string, Known> {
	const memory = runs.get(results) ?? new Map<string, Known>();
	runs.set(results, memory);
	return memory;
}

async function findCompanies(scene: Scene, rows: Row[], settle: Settle): Promise<Row[]> {
	const memory = memoryOf(scene);
	const asked = rows.filter(({ value }) => value.key?.property === DOMAIN).map(domainOf);
	const open = [...new Set(asked)].filter((domain) => !memory.has(domain));
	const failed = new Map<string, Failure>();
	for (const domains of inSearches(open)) {
		const found = await findByDomain(scene, domains);
		for (const domain of domains) {
			if ('failure' in found) failed.set(domain, found.failure);
			else memory.set(domain, { ids: found.ids.get(domain) ?? [] });
		}
	}
	return rows.flatMap((row) => {
		if (row.value.key?.property !== DOMAIN) return row;
		const domain = domainOf(row);
		const failure = failed.get(domain) ?? refusalOf(domain, memory.get(domain));
		if (failure) settle(row, { ok: false, failure });
		return failure ? [] : placed(row, memory.get(domain));
	});
}

function domainOf({ value }: Row): string {
	return value.key?.value ?? '';
}

function placed(row: Row, known: Known | undefined): Row {
	const id = known === undefined || known === 'unknown' ? undefined : known.ids[0];
	const { value } = row;
	if (id === undefined) return { ...row, value: { ...value, how: 'create' } };
	const key = { property: RECORD_ID, value: id };
	return { ...row, value: { ...value, how: 'update', key } };
}

function refusalOf(domain: string, known: Known | undefined): Failure | undefined {
	if (known === 'unknown') {
		const message = `The company ${domain} may have been created by an item before, whose outcome is unknown`;
		const advice = 'Look the company up in HubSpot before sending the item once more.';
		return { ...rowFailure('row-rejected'), error: { message, advice } };
	}
	if (known === undefined || known.ids.length < 2) return undefined;
	const ids = known.ids.join(', ');
	const message = `${known.ids.length} companies have the domain ${domain}: ${ids}`;
	const advice = 'Merge them, or update the one that is meant by its Record ID.';
	return {
		...rowFailure('conflict'),
		error: { message, advice, existingId: ids },
	};
}

function remember(scene: Scene, { value }: Row, result: RowResult): void {
	const domain = value.properties[DOMAIN];
	if (value.how !== 'create' || domain === undefined) return;
	const memory = memoryOf(scene);
	const id = result.ok ? asText(result.data.id) : undefined;
	if (id !== undefined) memory.set(domain, { ids: [id] });
	else if (!result.ok && result.failure.processed === 'unknown') memory.set(domain, 'unknown');
}
