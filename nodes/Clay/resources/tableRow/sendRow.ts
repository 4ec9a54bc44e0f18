import type { IDataObject } from 'n8n-workflow';
import { rowFailure } from '../../../shared/engine/batch';
import type { Success } from '../../../shared/engine/client';
import type { Answered, RequestPlan } from '../../../shared/node/requestOperation';
import type { Row } from './row';

/**
 * One object in a request: whether Clay makes rows of a list is nowhere written. The answer says that
 * it came, in JSON or in text, and no more (Clay University, webhook guide, 2026-08).
 */
export function rowRequest({ correlationId, body }: Row, safeToRepeat: boolean): RequestPlan {
	return {
		request: {
			operation: 'tableRow.send',
			method: 'POST',
			path: '',
			pathTemplate: '/v3/sources/webhook/{webhook}',
			body,
			answerAs: 'text',
			safeToRepeat,
			quotas: ['rows'],
			records: 1,
			keyFields: { correlationId },
		},
		read: (answer) => readAnswer(answer, { sent: true, correlationId }),
	};
}

/** Whether something in front of Clay has answered in its place. */
export function isPage({ data }: Pick<Success, 'data'>): boolean {
	return /^\s*<(!doctype|html)/i.test(String(data ?? ''));
}

function readAnswer(answer: Success, item: IDataObject): Answered {
	if (!isPage(answer)) return { items: [item] };
	const message = 'an HTML page came in the place of an answer';
	return { failure: rowFailure('row-unanswered', message, answer) };
}
