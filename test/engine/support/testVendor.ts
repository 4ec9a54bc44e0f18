import { asArray, asObject, asText } from '../../../nodes/shared/engine/body';
import type { ApiRequest } from '../../../nodes/shared/engine/types';
import type { Connection, Quota, VendorSpec } from '../../../nodes/shared/engine/vendor';

export const SECRET = 'sk-live-0123456789abcdef';

/** A vendor with nothing of its own: `{message, code, requestId}` in an error, plain rate headers. */
export const acme: VendorSpec = {
	name: 'Acme',
	rateHeaders: [
		{
			window: 'burst',
			limit: 'x-limit',
			remaining: 'x-remaining',
			reset: { header: 'x-reset', unit: 's' },
		},
		{
			window: 'day',
			remaining: 'x-day-remaining',
			reset: { header: 'x-day-reset', unit: 's' },
		},
	],
	rules: [],
	readError: (_, data) => {
		const { message, code, requestId, scopes } = asObject(data);
		return {
			message: asText(message) ?? '',
			...(asText(code) ? { code: asText(code) ?? '' } : {}),
			...(asText(requestId) ? { requestId: asText(requestId) ?? '' } : {}),
			...(scopes ? { scopes: asArray(scopes).map((each) => asText(each) ?? '') } : {}),
		};
	},
	readLimit: (_, data) => {
		const { quota, ms } = asObject(data);
		return {
			...(typeof quota === 'string' ? { quota } : {}),
			...(typeof ms === 'number' ? { ms } : {}),
		};
	},
};

export function vendor(rest: Partial<VendorSpec> = {}): VendorSpec {
	return { ...acme, ...rest };
}

/** A quota whose windows tell no limit: nothing is paced, only held. */
export const openQuota: Quota = {
	id: 'main',
	scope: 'account',
	windows: [{ name: 'burst', ms: 10_000 }],
};

export function connectionTo(baseUrl: string, rest: Partial<Connection> = {}): Connection {
	return {
		vendor: acme,
		baseUrl,
		account: 'acme-account',
		quotaKeys: { account: 'account-1', credential: 'credential-1' },
		quotas: [openQuota],
		authentication: {
			headers: async () => await Promise.resolve({ authorization: `Bearer ${SECRET}` }),
		},
		secrets: [SECRET],
		headers: {},
		...rest,
	};
}

export function read(rest: Partial<ApiRequest> = {}): ApiRequest {
	return {
		operation: 'thing.get',
		method: 'GET',
		path: '/x',
		safeToRepeat: true,
		quotas: ['main'],
		...rest,
	};
}

export function create(rest: Partial<ApiRequest> = {}): ApiRequest {
	return {
		operation: 'thing.create',
		method: 'POST',
		path: '/x',
		body: { name: 'Ada' },
		safeToRepeat: false,
		quotas: ['main'],
		...rest,
	};
}
