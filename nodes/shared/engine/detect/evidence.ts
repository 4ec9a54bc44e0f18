import { numberParam, sizeParam } from './request';
import { countOf, type Field } from './fields';
import { numberField, sizeField, type NumberField, type Seen } from './seen';
import { COUNT, CURSOR_ASKED, LAST, MORE, OFFSET, PAGE, PAGES, TOTAL } from './words';

/** What the answer says of whether there is more, however the next page is asked for. */
export interface Evidence {
	/** In words; also both of them, where the answer contradicts itself. */
	more?: string;
	end?: string;
	/** The end is told by true or false, and not by numbers. */
	isSaid?: boolean;
	moreAt?: string;
	lastAt?: string;
	total?: number;
	totalAt?: string;
	/** How many pages there are. */
	pages?: NumberField;
}

const TOTAL_HEADERS = ['x-total-count', 'x-total', 'x-wp-total', 'total-count'];
const PAGES_HEADERS = ['x-wp-totalpages', 'x-total-pages', 'total-pages'];

export function evidenceOf(seen: Seen): Evidence {
	const said = booleansOf(seen.fields);
	const { fields, headers } = seen;
	const counted = totalOf(seen);
	const [, ofRange] = /\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
	const totals = [...TOTAL_HEADERS.map((name) => headers[name]), ofRange];
	const total = counted?.count ?? firstCount(totals);
	const pages = numberField(fields, PAGES);
	const pageCount = pages?.count ?? firstCount(PAGES_HEADERS.map((name) => headers[name]));
	const place = {
		...(counted ? { totalAt: counted.path } : {}),
		...(total === undefined ? {} : { total }),
		...(pages ? { pages } : {}),
	};
	const counts = countedEnd(seen, total, pageCount);
	if (said.end !== undefined && counts.more !== undefined) {
		const { moreAt, lastAt } = said;
		const both = `${said.end}, but ${counts.more}`;
		return { ...place, ...(moreAt ? { moreAt } : {}), ...(lastAt ? { lastAt } : {}), more: both };
	}
	const isTold = said.more !== undefined || said.end !== undefined;
	return { ...place, ...said, ...(isTold ? {} : counts) };
}

/** What true and false say. "more" wins over "end": a list that is cut short is the worse fault. */
function booleansOf(fields: Field[]): Evidence {
	const flags = fields.filter(({ value }) => typeof value === 'boolean');
	const more = flags.find(({ name }) => MORE.test(name));
	const last = flags.find(({ name }) => LAST.test(name));
	const says = (field: Field | undefined) => `${field?.path} is ${String(field?.value)}`;
	const places = { ...(more ? { moreAt: more.path } : last ? { lastAt: last.path } : {}) };
	if (more?.value === true) return { ...places, more: says(more) };
	if (!more && last?.value === false) return { ...places, more: says(last) };
	return more || last ? { ...places, end: says(more ?? last), isSaid: true } : {};
}

/** How many records there are in all. "count" is that only where it is more than came. */
function totalOf({ fields, rows }: Seen): NumberField | undefined {
	const came = rows?.list.length ?? 0;
	const isObjectTotal = ({ name, around }: Field) =>
		name === 'value' && TOTAL.test(around.at(-1) ?? '');
	const named = numberField(fields, TOTAL) ?? numberField(fields.filter(isObjectTotal), /^value$/);
	if (named && named.count >= came) return named;
	const count = numberField(fields, COUNT);
	return count && count.count > came ? count : undefined;
}

function countedEnd(
	{ rows, params, fields }: Seen,
	total: number | undefined,
	pages: number | undefined,
): Evidence {
	const page = numberParam(params, PAGE)?.count ?? 0;
	const begun = numberParam(params, OFFSET)?.count ?? 0;
	const goesOn = params.some(({ name, value }) => CURSOR_ASKED.test(name) && value);
	// In the middle of a list, what came so far is not known.
	if (!rows || goesOn || page > 1) return {};
	const came = begun + rows.list.length;
	const some = `${came} came`;
	if (total !== undefined && total > came) return { more: `there are ${total}, and ${some}` };
	if (pages !== undefined && pages > 1) return { more: `there are ${pages} pages` };
	// As many as a page holds: perhaps only this page was counted.
	const size = sizeParam(params)?.count ?? sizeField(fields)?.count;
	if (total === came && came === size && pages !== 1) return {};
	if (total !== undefined) return { end: `there are ${total}, and ${some}` };
	return pages === 1 ? { end: 'there is one page' } : {};
}

function firstCount(values: Array<string | undefined>): number | undefined {
	return values.map((value) => countOf(value)).find((count) => count !== undefined);
}
