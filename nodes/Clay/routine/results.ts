import { asArray, asObject, asText, parseJson, recordsOf } from '../../shared/engine/body';
import { valueAt } from '../../shared/engine/dataPath';
import type { Failure } from '../../shared/engine/client';
import type { Send } from '../../shared/engine/job';
import { cursorPages } from '../../shared/engine/pages/cursor';
import { walk } from '../../shared/engine/pages/walk';
import type { JsonValue } from '../../shared/engine/types';
import { clayRequest } from '../vendor';
import { resultsRequest, type RunHandle } from './run';

/** What became of one item of a run. */
export interface ItemResult {
	id: string;
	status: string;
	result: JsonValue | undefined;
	error: string;
}

/** Results as far as they could be read. */
export interface Results {
	items: ItemResult[];
	failure?: Failure;
	/** What is wrong with lines of a file that was refused as a whole, by their numbers. */
	invalid?: Map<number, string>;
}

export const NO_RESULTS: Results = { items: [] };

/** A file of 50,000 rows with some KB each. */
const MOST_BYTES = 300_000_000;

/** The results of a run that is over. */
export async function readResults(handle: RunHandle, send: Send): Promise<Results> {
	return handle.mode === 'run' ? await readPages(handle, send) : await readFile(handle, send);
}

/** Of a batch whose file was refused: it names a hundred lines at most (OpenAPI, 2026-08). */
export async function readInvalid(handle: RunHandle, send: Send): Promise<Results> {
	const looked = await send(resultsRequest(handle));
	if (!looked.ok || asText(asObject(looked.data).status) !== 'validation_failed') return NO_RESULTS;
	const details = asArray(valueAt(looked.data, 'error.details')).map(asObject);
	const invalid = details.map(({ line_number: line, field, message }): [number, string] => {
		const text = [asText(field), asText(message)].filter(Boolean).join(': ');
		return [Number(line), text];
	});
	return { items: [], invalid: new Map(invalid) };
}

async function readPages(handle: RunHandle, send: Send): Promise<Results> {
	const { rows, failure } = await walk(
		{ send },
		{
			style: cursorPages({
				at: 'cursor',
				request: (cursor) =>
					resultsRequest(handle, cursor === undefined ? undefined : String(cursor)),
			}),
			read: (data) => ({ rows: recordsOf(data, 'data') }),
			limit: Infinity,
		},
	);
	return { items: rows.map(resultIn), ...(failure ? { failure } : {}) };
}

/** A link to a file, good for some minutes: each look gives a new one (routines, 2026-08). */
async function readFile(handle: RunHandle, send: Send): Promise<Results> {
	const looked = await send(resultsRequest(handle));
	if (!looked.ok) return { items: [], failure: looked };
	const answer = await send(
		clayRequest({
			operation: 'routine.run-batch.download',
			method: 'GET',
			path: asText(asObject(looked.data).result_url) ?? '',
			pathTemplate: '{result_url}',
			anonymous: true,
			answerAs: 'text',
			maxAnswerBytes: MOST_BYTES,
			safeToRepeat: true,
			readOnly: true,
			begun: true,
			keyFields: { runId: handle.id },
		}),
	);
	if (!answer.ok) return { items: [], failure: answer };
	return { items: linesOf(String(answer.data ?? '')).map(resultIn) };
}

/** One JSON object in a line; a list of them is read as well, since no page shows the file. */
function linesOf(text: string): JsonValue[] {
	const whole = /^\s*\[/.test(text) ? parseJson(text) : undefined;
	if (whole !== undefined) return asArray(whole);
	return text
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => parseJson(line) ?? null);
}

function resultIn(row: JsonValue): ItemResult {
	const { id, status, result, error } = asObject(row);
	return {
		id: asText(id) ?? '',
		status: asText(status) ?? '',
		result,
		error: asText(asObject(error).message) ?? asText(error) ?? '',
	};
}
