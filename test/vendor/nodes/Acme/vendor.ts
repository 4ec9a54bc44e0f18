import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { asArray, asObject, asText } from '../../../../nodes/shared/engine/body';
import { standardRateHeaders } from '../../../../nodes/shared/engine/timing';
import type { VendorSpec } from '../../../../nodes/shared/engine/vendor';
import { keyConnection } from '../../../../nodes/shared/node/connection';

/** docs.acme.example, batches, 2026-08: 50 things in a request. */
export const BATCH_SIZE = 50;

const acme: VendorSpec = {
	name: 'Acme',
	rateHeaders: standardRateHeaders('minute'),
	rules: [],
	readError: (_, data) => {
		const { message, fields } = asObject(data);
		const named = asArray(fields).map(String);
		return { message: asText(message) ?? '', ...(named.length > 0 ? { fields: named } : {}) };
	},
};

export function connectAcme(credential: ICredentialDataDecryptedObject) {
	return keyConnection({
		vendor: acme,
		baseUrl: credential.baseUrl,
		account: credential.account,
		secret: credential.apiKey,
		secretLabel: 'API Key',
		header: (key) => ({ 'x-api-key': key }),
		quotas: [
			// docs.acme.example, limits, 2026-08: 100 a minute for the whole account.
			{ id: 'requests', scope: 'account', windows: [{ name: 'minute', ms: 60_000, limit: 100 }] },
		],
	});
}
