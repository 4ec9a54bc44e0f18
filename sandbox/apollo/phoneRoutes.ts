import type { Endpoint } from './endpoint';
import type { PhoneReveals } from './phoneReveals';

/** Results of what came later, for callers whom no webhook reaches. */
export function phoneRoutes(phones: PhoneReveals): Endpoint[] {
	return [
		{
			method: 'GET',
			path: '/webhook_result/{id}',
			scope: 'api/v1/webhook_result/show',
			kind: 'general',
			run: (_, id) => phones.result(decodeURIComponent(id)),
		},
	];
}
