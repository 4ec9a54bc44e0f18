import type { FaultRule } from '../faults/faultPlan';
import { retryAfterOf } from '../faults/faultPlan';
import type { VendorAnswer } from '../http/exchange';
import { htmlAnswer, jsonAnswer } from '../http/exchange';
import { refusalAnswer, tooManyRequests } from './refusals';

/** Retry-After comes with every 429 (rate limits, 2026-08). */
const DEFAULT_RETRY_AFTER = 1;

/** Clay's own form of a failing answer. */
export function faultAnswer(rule: FaultRule): VendorAnswer {
	switch (rule.kind) {
		case 'status-500':
			return jsonAnswer(500, { message: 'Internal server error' });
		case 'html-502':
			return htmlAnswer(502, '502 Bad Gateway');
		case 'expired-token':
			return jsonAnswer(401, { message: 'Authentication failed' });
		case 'burst-429':
			return refusalAnswer(tooManyRequests(rule.retryAfter ?? DEFAULT_RETRY_AFTER));
		default:
			return jsonAnswer(503, { message: 'Service unavailable' }, { headers: retryAfterOf(rule) });
	}
}
