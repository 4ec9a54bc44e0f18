import { asText } from '../body';
import { isObject, type Field } from './fields';
import type { Found } from './found';
import { sendAsOf } from './sendAs';
import { numberField, type Seen } from './seen';
import { CURSOR, CURSOR_ASKED, NEXT, PAGE, PLACE } from './words';

/** A cursor in the answer that is sent back for the next page. */
export function fromCursor(seen: Seen): Found | undefined {
	const [best] = cursorsIn(seen).filter(({ value }) => isFilled(value));
	if (!best) return fromLastId(seen);
	const { sendAs, sendIn, sure } = sendAsOf(best, seen);
	const why = `${best.path} holds a cursor, sent back as ${sendAs}`;
	return {
		style: 'cursor',
		sure,
		why: sure ? why : `${best.path} looks like a cursor; under which name it is sent is not told`,
		nextAt: best.path,
		sendAs,
		sendIn,
	};
}

/** "next" or a cursor that is empty: the last page, whatever would stand there. */
export function fromEmptyNext(seen: Seen): Found | undefined {
	const isEmptyNext = ({ name, value }: Field) =>
		/^(odata)?next/.test(name) && !/sync|poll/.test(name) && (value === null || value === '');
	const empty = cursorsIn(seen).find(({ value }) => !isFilled(value));
	const field = seen.fields.find(isEmptyNext) ?? empty;
	if (!field) return undefined;
	const why = `${field.path} is empty: the last page`;
	const isCursor = empty !== undefined && field.name !== 'next';
	if (!isCursor) return { style: 'nextUrl', sure: true, ends: true, why, nextAt: field.path };
	const { sendAs, sendIn } = sendAsOf(field, seen);
	return { style: 'cursor', sure: true, ends: true, why, nextAt: field.path, sendAs, sendIn };
}

function isFilled(value: Field['value']): boolean {
	return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/** Fields that are called as cursors are, the plainest first. */
function cursorsIn({ fields, params }: Seen): Field[] {
	// What was sent and comes back is the cursor of this page.
	const isEcho = ({ name, value }: Field) =>
		params.some(
			(param) =>
				(param.name === name || CURSOR_ASKED.test(param.name)) &&
				isFilled(value) &&
				asText(param.value) === asText(value),
		);
	const hasPage = numberField(fields, PAGE) !== undefined;
	const kinds: Array<(field: Field) => boolean> = [
		({ name }) => name.startsWith('next') && PLACE.test(name.slice(4)) && name !== 'nextpage',
		(field) => isInsideNext(field) && !/^(page|number)$/.test(field.name),
		isInsideNext,
		// Beside the number of this page, the next one's is counted on.
		({ name, value }) => name === 'nextpage' && !(hasPage && typeof value === 'number'),
		// Of several that have to be sent together, one alone is none.
		({ name, around }) => CURSOR.test(name) && around.at(-1) !== 'continue',
		// A place that is text and no number is no place but a cursor.
		({ name, value }) => name === 'offset' && typeof value === 'string' && !/^\d*$/.test(value),
		({ name, value }) => name === 'next' && !(hasPage && typeof value === 'number'),
	];
	const plain = fields.filter(
		(field) =>
			!Array.isArray(field.value) &&
			!isObject(field.value) &&
			typeof field.value !== 'boolean' &&
			!isEcho(field),
	);
	return kinds.flatMap((isKind) => plain.filter(isKind));
}

function isInsideNext({ name, around }: Field): boolean {
	return PLACE.test(name) && NEXT.test(around.at(-1) ?? '');
}

/** The ids of the first and the last record, told beside the records. */
function fromLastId(seen: Seen): Found | undefined {
	const { fields } = seen;
	const last = fields.find(({ name }) => name === 'lastid');
	if (!last || !isFilled(last.value) || !fields.some(({ name }) => name === 'firstid')) {
		return undefined;
	}
	const isList = fields.some(({ path, value }) => path === 'object' && value === 'list');
	const asked = seen.params.find(({ name }) => /^after(id)?$/.test(name));
	const sendAs = asked?.as ?? (isList ? 'after' : 'after_id');
	return {
		style: 'cursor',
		sure: isList || asked !== undefined,
		why: `${last.path} is the id of the last record, sent back as ${sendAs}`,
		nextAt: last.path,
		sendAs,
		sendIn: asked?.in ?? 'query',
	};
}
