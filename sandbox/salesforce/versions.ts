import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import type { Call } from './call';

const FIRST = 60;
const LAST = 67;

/** Three releases a year; v60.0 came in spring 2024. */
const SEASONS = ['Spring', 'Summer', 'Winter'] as const;

function labelOf(version: number): string {
	const place = version - FIRST;
	const year = 24 + Math.floor(place / 3) + (place % 3 === 2 ? 1 : 0);
	return `${SEASONS[place % 3]} '${year}`;
}

export function versionState(version: number): 'served' | 'retired' | 'unknown' {
	if (!Number.isInteger(version) || version > LAST) return 'unknown';
	return version >= FIRST ? 'served' : 'retired';
}

/** Needs no session and counts as no call of the API. */
export function versionList(): VendorAnswer {
	const all = Array.from({ length: LAST - FIRST + 1 }, (_, place) => FIRST + place);
	const list = all.map((version) => ({
		label: labelOf(version),
		url: `/services/data/v${version}.0`,
		version: `${version}.0`,
	}));
	return jsonAnswer(200, list, { applied: true });
}

const RESOURCES = [
	'sobjects',
	'composite/sobjects',
	'query',
	'queryAll',
	'search',
	'parameterizedSearch',
	'limits',
	'actions/custom',
	'jobs/ingest',
	'jobs/query',
];

/** What there is under a version. */
export function resourceList({ base }: Call): VendorAnswer {
	const entries = RESOURCES.map((name) => [name, `${base}/${name}`]);
	return jsonAnswer(200, Object.fromEntries(entries), { applied: true });
}
