import { type IDataObject, isSafeObjectProperty } from 'n8n-workflow';

type Scalar = string | number | boolean | null;

const NAME = String.raw`[A-Za-z_$][\w$]*`;
const STEP = String.raw`\.${NAME}|\["[^"\\\n]*"\]|\['[^'\\\n]*'\]`;
const REFERENCE = String.raw`\{\{\s*\$json((?:${STEP})+)\s*\}\}`;
const STEPS = new RegExp(STEP, 'g');
const ALONE = new RegExp(`^=${REFERENCE}$`);
const EACH = new RegExp(REFERENCE, 'g');
/** References with text around them; a backslash would be n8n's to read. */
const TEXT = new RegExp(String.raw`^=(?:[^{}\\]|${REFERENCE})*$`);

/**
 * The value of a parameter whose expressions are all plain references to fields of the item, such as
 * `={{ $json.email }}` or `=/people/{{ $json.company["legal name"] }}`; undefined where only n8n can
 * tell. n8n evaluates each expression of each item in an isolated engine, half a millisecond apiece
 * (2.41, `npm run bench`): ten fields of 5,000 items would keep its main loop busy for 25 s. Lists,
 * objects and what is not there are left to n8n. `raw`: the parameter as it was written; what holds no
 * expression is given back as it is.
 */
export function readPlainly(raw: unknown, item: IDataObject): { value: unknown } | undefined {
	if (typeof raw === 'string') return raw.startsWith('=') ? referred(raw, item) : { value: raw };
	if (typeof raw !== 'object' || raw === null || isConstant(raw)) return { value: raw };
	const entries: Array<[string, unknown]> = [];
	for (const [name, part] of Object.entries(raw)) {
		const read = readPlainly(part, item);
		if (!read) return undefined;
		entries.push([name, read.value]);
	}
	return {
		value: Array.isArray(raw) ? entries.map(([, value]) => value) : Object.fromEntries(entries),
	};
}

function referred(expression: string, item: IDataObject): { value: Scalar } | undefined {
	const [, path] = ALONE.exec(expression) ?? [];
	if (path !== undefined) {
		const value = valueAt(path, item);
		return value === undefined ? undefined : { value };
	}
	if (!TEXT.test(expression)) return undefined;
	let isSure = true;
	const text = expression.slice(1).replace(EACH, (_, each: string) => {
		const value = valueAt(each, item);
		isSure &&= typeof value === 'string' || typeof value === 'number';
		return String(value);
	});
	return isSure ? { value: text } : undefined;
}

function valueAt(path: string, item: IDataObject): Scalar | undefined {
	let value: unknown = item;
	for (const step of path.match(STEPS) ?? []) {
		const name = step.startsWith('.') ? step.slice(1) : step.slice(2, -2);
		if (!isObject(value) || !isSafeObjectProperty(name) || !Object.hasOwn(value, name)) {
			return undefined;
		}
		value = value[name];
	}
	return isScalar(value) ? value : undefined;
}

/** Whether there is no expression in it: a field mapper's schema has hundreds of entries. */
const constants = new WeakMap<object, boolean>();
function isConstant(value: unknown): boolean {
	if (typeof value === 'string') return !value.startsWith('=');
	if (typeof value !== 'object' || value === null) return true;
	const known = constants.get(value) ?? Object.values(value).every(isConstant);
	constants.set(value, known);
	return known;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
	return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
