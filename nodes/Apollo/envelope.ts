import { rowFailure, type RowResult } from '../shared/engine/batch';
import { asObject } from '../shared/engine/body';
import type { Success } from '../shared/engine/client';
import type { Answered } from '../shared/node/requestOperation';
import type { View } from '../shared/node/view';

/** The record under this name; an answer that has none is no record without fields, but a failure. */
export function readEnvelope(name: string, answer: Success): RowResult {
	const record = asObject(asObject(answer.data)[name]);
	if (Object.keys(record).length > 0) return { ok: true, data: record };
	return {
		ok: false,
		failure: rowFailure('row-unanswered', `The answer holds no ${name}`, answer),
	};
}

/** The same as the item of a request. */
export function itemIn(name: string, answer: Success, view: View): Answered {
	const { [name]: record = null } = asObject(answer.data);
	const result = readEnvelope(name, answer);
	return result.ok ? { items: [view(record)] } : { failure: result.failure };
}
