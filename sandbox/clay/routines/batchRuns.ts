import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { invalid, notFound, Refused } from '../refusals';
import { bodyOf, textIn } from '../requestBody';
import { itemOf, routineOf, webhookIdOf } from './inlineRuns';
import type { RunItem } from './routine';
import { inputFault } from './routine';
import type { FileFault, RoutineRun } from './routineRuns';

const MAX_DETAILS = 100;

/** POST /routines/{id}/run-batch/upload-url */
export function uploadUrl({ vendor, params }: Call): VendorAnswer {
	routineOf(params[0] ?? '');
	const { id, url } = vendor.files.uploadUrl();
	return jsonAnswer(200, { file_id: id, upload_url: url }, { applied: true });
}

/** POST /routines/{id}/run-batch/start: the file is checked when the run begins to work. */
export function startBatch(call: Call): VendorAnswer {
	const { vendor, params } = call;
	routineOf(params[0] ?? '');
	const body = bodyOf(call.request, ['file_id', 'webhook_id']);
	const fileId = textIn(body.file_id, 'file_id');
	if (!vendor.files.knows(fileId)) throw notFound('File not found');
	const text = vendor.files.text(fileId);
	if (text === undefined) throw invalid('the file has not been uploaded');
	const { items, fault } = readFile(text, vendor.settings.routines.batchRows);
	const more = { ...(fault ? { fault } : {}), ...webhookIdOf(call, body.webhook_id) };
	const run = vendor.runs.start('batch', items, more);
	vendor.notices.whenOver(run);
	const answer = { routine_run_id: run.id, status: 'in_progress' };
	return jsonAnswer(202, answer, { applied: true, rows: items.length });
}

/** GET /routines/run-batch/{id}/results */
export function batchResults({ vendor, params }: Call): VendorAnswer {
	const run = vendor.runs.find(params[0] ?? '', 'batch');
	if (run === undefined) throw notFound('Run not found');
	const total = run.items.length;
	const common = { routine_run_id: run.id };
	if (!vendor.runs.look(run)) {
		const running = { ...common, total, finished: 0, status: 'in_progress' };
		return jsonAnswer(202, running, { applied: true });
	}
	if (run.fault) {
		const failed = { ...common, status: 'validation_failed', error: run.fault };
		return jsonAnswer(200, failed, { applied: true });
	}
	const result_url = vendor.files.put(`${run.id}.jsonl`, linesOf(run));
	const over = { ...common, total, finished: total, status: 'complete', result_url };
	return jsonAnswer(200, over, { applied: true });
}

function linesOf({ results }: RoutineRun): string {
	return results.map((result) => `${JSON.stringify(result)}\n`).join('');
}

/** The items of a file of one JSON object in a line, and what is wrong with it. */
function readFile(text: string, most: number): { items: RunItem[]; fault?: FileFault } {
	const items: RunItem[] = [];
	const details: FileFault['details'] = [];
	const lines = text.split('\n').filter((line) => line.trim() !== '');
	for (const [place, line] of lines.entries()) {
		const fault = lineFault(line, items);
		if (fault) details.push({ line_number: place + 1, ...fault });
	}
	if (lines.length > most) {
		details.push({ line_number: most + 1, field: '', message: `More than ${most} rows` });
	}
	if (lines.length === 0) details.push({ line_number: 1, field: '', message: 'The file is empty' });
	if (details.length === 0) return { items };
	const fault = {
		message: 'The file has invalid rows',
		total_invalid_rows: details.length,
		details: details.slice(0, MAX_DETAILS),
	};
	return { items, fault };
}

/** Adds the item of the line, where it is one. */
function lineFault(
	line: string,
	items: RunItem[],
): Omit<FileFault['details'][number], 'line_number'> | undefined {
	try {
		const item = itemOf(JSON.parse(line) as unknown);
		items.push(item);
		return inputFault(item);
	} catch (error) {
		const message = error instanceof Refused ? error.message : 'The line is not valid JSON';
		return { field: '', message };
	}
}
