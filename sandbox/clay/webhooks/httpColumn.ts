import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';

/** An HTTP API column, as a user sets it up. Texts hold columns as {{Column Name}}. */
export interface HttpColumn {
	endpoint: string;
	/** Default POST. */
	method?: string;
	headers?: Record<string, string>;
	/** Left out, the body is a JSON object of all columns. */
	body?: string;
	/** The field of the answer that the cell shows: the cell of an answer without it stays empty. */
	keep?: string;
}

/** So long Clay waits for an answer; it publishes no figure, and keeps tens of seconds open. */
const ANSWER_WITHIN_MS = 60_000;

const COLUMN = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Values go in as they are: a quote in a cell breaks the JSON around it. */
export function rendered(text: string, cells: JsonObject): string {
	return text.replace(COLUMN, (_, name: string) => {
		const value = cells[name];
		if (value === undefined || value === null) return '';
		return typeof value === 'string' ? value : JSON.stringify(value);
	});
}

export interface ColumnCall {
	url: string;
	method: string;
	headers: Record<string, string>;
	body: string;
}

export function callOf(column: HttpColumn, cells: JsonObject, malformed: boolean): ColumnCall {
	const body = column.body === undefined ? JSON.stringify(cells) : rendered(column.body, cells);
	return {
		url: rendered(column.endpoint, cells),
		method: column.method ?? 'POST',
		headers: { 'content-type': 'application/json', ...column.headers },
		// A quote where none may be, which is what an unescaped cell comes to.
		body: malformed ? body.replace('"', '""') : body,
	};
}

export interface ColumnAnswer {
	status: number;
	text: string;
}

/** The answer; undefined where none came. */
export async function send(call: ColumnCall, end: AbortSignal): Promise<ColumnAnswer | undefined> {
	const { url, method, headers, body } = call;
	try {
		const signal = AbortSignal.any([end, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
		const response = await fetch(url, { method, headers, body, redirect: 'manual', signal });
		return { status: response.status, text: await response.text() };
	} catch {
		return undefined;
	}
}

/** Whether the cell shows a value, and no error and no emptiness. */
export function fillsCell({ keep }: HttpColumn, answer: ColumnAnswer | undefined): boolean {
	if (answer === undefined || answer.status < 200 || answer.status > 299) return false;
	if (keep === undefined) return true;
	try {
		const value: unknown = JSON.parse(answer.text);
		return isJsonObject(value) && value[keep] !== undefined;
	} catch {
		return false;
	}
}
