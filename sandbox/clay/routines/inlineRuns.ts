import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { invalid, notFound } from '../refusals';
import { bodyOf, listIn, textIn, wholeIn, withOnly } from '../requestBody';
import type { RunItem } from './routine';
import { ROUTINE_ID } from './routine';

/** IDs of routines, items, runs and webhooks are of at most 64 characters (OpenAPI, 2026-08). */
const LONGEST_ID = 64;
const MAX_ITEMS = 100;
const PAGE = 20;
const MAX_PAGE = 100;

export function routineOf(id: string): void {
	if (id !== ROUTINE_ID) throw notFound('Routine not found');
}

export function webhookIdOf(
	{ vendor }: Call,
	value: unknown,
): Partial<Record<'webhookId', string>> {
	if (value === undefined) return {};
	const webhookId = textIn(value, 'webhook_id', LONGEST_ID);
	if (!vendor.notices.knows(webhookId)) throw notFound('Webhook not found');
	return { webhookId };
}

export function itemOf(value: unknown): RunItem {
	const { id, inputs } = withOnly(value, ['id', 'inputs'], 'item');
	return { id: textIn(id, 'items.id', LONGEST_ID), inputs: withOnlyObject(inputs) };
}

function withOnlyObject(inputs: unknown): RunItem['inputs'] {
	return withOnly(inputs, Object.keys(Object(inputs)), 'items.inputs');
}

/** POST /routines/{id}/run */
export function startRun(call: Call): VendorAnswer {
	const { vendor, params } = call;
	routineOf(params[0] ?? '');
	const body = bodyOf(call.request, ['items', 'webhook_id']);
	const items = listIn(body.items, 'items', 1, MAX_ITEMS).map(itemOf);
	const ids = new Set(items.map(({ id }) => id));
	if (ids.size < items.length) throw invalid('items.id must be unique');
	const run = vendor.runs.start('inline', items, webhookIdOf(call, body.webhook_id));
	vendor.notices.whenOver(run);
	const answer = { routine_run_id: run.id, status: 'in_progress' };
	return jsonAnswer(202, answer, { applied: true, rows: items.length });
}

/** GET /routines/run/{id}/results */
export function runResults({ vendor, params, request }: Call): VendorAnswer {
	const run = vendor.runs.find(params[0] ?? '', 'inline');
	if (run === undefined) throw notFound('Run not found');
	const asked = request.query.get('limit');
	const limit = wholeIn(asked === null ? undefined : Number(asked), 'limit', PAGE, MAX_PAGE);
	const total = run.items.length;
	const common = { routine_run_id: run.id, total };
	if (!vendor.runs.look(run)) {
		const running = { ...common, finished: 0, status: 'in_progress' };
		return jsonAnswer(202, running, { applied: true });
	}
	const from = cursorIn(request.query.get('cursor'), total);
	const data = run.results.slice(from, from + limit);
	const more = from + limit < total ? { cursor: `c_${from + limit}` } : {};
	const over = { ...common, finished: total, status: 'complete', data, ...more };
	return jsonAnswer(200, over, { applied: true });
}

function cursorIn(text: string | null, total: number): number {
	if (text === null) return 0;
	const from = Number(/^c_(\d+)$/.exec(text)?.[1]);
	if (from < total) return from;
	throw invalid('cursor');
}
