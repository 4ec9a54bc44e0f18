import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import { instantlyRequest } from '../../vendor';

/** A page of leads: the list is a POST, with filters and cursor in its body (API v2, 2026-11). */
export function leadsRequest(
	operation: string,
	body: { [filter: string]: JsonValue | undefined },
): ApiRequest {
	return instantlyRequest({
		operation,
		method: 'POST',
		path: '/leads/list',
		body,
		safeToRepeat: true,
		readOnly: true,
	});
}
