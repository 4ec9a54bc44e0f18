import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject, stringList } from '../../json';
import type { Call } from '../call';
import { selectedView } from '../query/fieldPath';
import { found } from '../query/found';
import { bodyOf, requiredText, wholeNumber } from '../requestBody';
import { SOBJECTS } from '../schema/sobjects';
import type { SearchGroup } from './searchText';
import { groupNamed, malformedSearch, searchedText, textTest } from './searchText';

/** Rows of a search (SOQL and SOSL limits, Summer '26). */
const MAX_ROWS = 2000;

interface Search {
	text: string;
	group: SearchGroup;
	/** A SELECT for each object to look in. */
	selects: string[];
	limit: number;
	/** Of each object. */
	limitEach?: number;
}

function answered(call: Call, { text, group, selects, limit, limitEach }: Search): VendorAnswer {
	const test = textTest(text);
	const searchRecords: JsonObject[] = [];
	for (const select of selects) {
		const { records, paths } = found(call.org, select, false);
		const matching = records.filter((record) => test(searchedText(record, group)));
		for (const record of matching.slice(0, limitEach)) {
			if (searchRecords.length === limit) break;
			searchRecords.push(selectedView(call.org, record, paths, call.base));
		}
	}
	return jsonAnswer(200, { searchRecords }, { applied: true, rows: searchRecords.length });
}

const EVERYWHERE = SOBJECTS.map(({ name }) => `SELECT Id FROM ${name}`);

/** `Contact(Id, Name WHERE … LIMIT 5), Lead` as a SELECT each. */
function returned(text: string): string[] {
	const objects = [
		...text.matchAll(/\s*([A-Za-z]\w*)\s*(?:\(((?:[^()]|\([^()]*\))*)\))?\s*(?:,|$)/g),
	];
	if (
		objects
			.map(([whole]) => whole)
			.join('')
			.trim() !== text.trim()
	) {
		throw malformedSearch(`unexpected token: ${text}`);
	}
	return objects.map(([, name = '', inner]) => {
		const [, fields = 'Id', rest = ''] =
			/^\s*(.*?)\s*(\b(?:WHERE|ORDER\s+BY|LIMIT|OFFSET)\b.*)?$/is.exec(inner ?? '') ?? [];
		return `SELECT ${fields === '' ? 'Id' : fields} FROM ${name} ${rest}`;
	});
}

const SOSL =
	/^\s*FIND\s*\{((?:\\.|[^}\\])*)\}\s*(?:IN\s+(\w+)\s+FIELDS\s*)?(?:RETURNING\s+(.*?)\s*)?(?:LIMIT\s+(\d+)\s*)?$/is;

/** A search written in SOSL. */
export function search(call: Call): VendorAnswer {
	const sosl = call.request.query.get('q') ?? '';
	const match = SOSL.exec(sosl);
	if (match === null) {
		throw malformedSearch('No search term found. The search term must be enclosed in braces.');
	}
	const [, text = '', group = 'ALL', returning, limit] = match;
	return answered(call, {
		text,
		group: groupNamed(group),
		selects: returning === undefined ? EVERYWHERE : returned(returning),
		limit: Math.min(Number(limit ?? MAX_ROWS), MAX_ROWS),
	});
}

function selectOf(name: string, fields: readonly string[], more = ''): string {
	return `SELECT ${fields.length === 0 ? 'Id' : fields.join(', ')} FROM ${name} ${more}`;
}

const LIMITS = { absent: MAX_ROWS, low: 1, high: MAX_ROWS };

/** The same search as a GET, with its parts in the query. */
export function parameterizedGet(call: Call): VendorAnswer {
	const { query } = call.request;
	const list = (name: string): string[] =>
		(query.get(name) ?? '').split(',').filter((part) => part !== '');
	const objects = query.getAll('sobject').flatMap((names) => names.split(','));
	const common = list('fields');
	const selects = objects.map((name) => {
		const own = list(`${name}.fields`);
		return selectOf(name, own.length === 0 ? common : own);
	});
	return answered(call, {
		text: requiredText(Object.fromEntries(query), 'q'),
		group: groupNamed(query.get('in') ?? 'ALL'),
		selects: selects.length === 0 ? EVERYWHERE : selects,
		limit: wholeNumber(query.get('overallLimit'), 'overallLimit', LIMITS),
		limitEach: wholeNumber(query.get('defaultLimit'), 'defaultLimit', LIMITS),
	});
}

function numberIn(body: JsonObject, name: string): number {
	const value = body[name];
	return wholeNumber(value === undefined ? null : String(value), name, LIMITS);
}

/** And as a POST, with its parts in the body. */
export function parameterizedPost(call: Call): VendorAnswer {
	const body = bodyOf(call.request);
	const objects: unknown[] = Array.isArray(body.sobjects) ? body.sobjects : [];
	const common = stringList(body.fields);
	const selects = objects.filter(isJsonObject).map((each) => {
		const own = stringList(each.fields);
		const where = typeof each.where === 'string' ? ` WHERE ${each.where}` : '';
		const limit = each.limit === undefined ? '' : ` LIMIT ${numberIn(each, 'limit')}`;
		return selectOf(String(each.name), own.length === 0 ? common : own, `${where}${limit}`);
	});
	return answered(call, {
		text: requiredText(body, 'q'),
		group: groupNamed(typeof body.in === 'string' ? body.in : 'ALL'),
		selects: selects.length === 0 ? EVERYWHERE : selects,
		limit: numberIn(body, 'overallLimit'),
		limitEach: numberIn(body, 'defaultLimit'),
	});
}
