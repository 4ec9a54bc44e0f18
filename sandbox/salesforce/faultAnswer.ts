import type { FaultRule } from '../faults/faultPlan';
import { retryAfterOf } from '../faults/faultPlan';
import type { VendorAnswer } from '../http/exchange';
import { htmlAnswer } from '../http/exchange';
import type { ApiUsage } from './limits/apiUsage';
import { errorAnswer, invalidSession, unknownException } from './refusals';

const LOCKED = 'unable to obtain exclusive access to this record';

/** Salesforce's own form of a failing answer: no 429, and no retry-after but a rule's own. */
export function faultAnswer(rule: FaultRule, usage: ApiUsage): VendorAnswer {
	switch (rule.kind) {
		case 'status-500':
			return unknownException();
		case 'html-502':
			return htmlAnswer(502, 'Down for Maintenance');
		case 'expired-token':
			return invalidSession();
		case 'locked-row':
			return errorAnswer(400, 'UNABLE_TO_LOCK_ROW', LOCKED);
		case 'burst-429': {
			const answer = usage.refused('ConcurrentPerOrgLongTxn');
			return { ...answer, headers: { 'sforce-limit-info': usage.header } };
		}
		default:
			return {
				...errorAnswer(503, 'SERVER_UNAVAILABLE', 'The server is temporarily unavailable'),
				headers: retryAfterOf(rule),
			};
	}
}
