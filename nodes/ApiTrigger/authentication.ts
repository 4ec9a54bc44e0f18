import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import { systemClock } from '../shared/engine/clock';
import { verify, type Scheme, type SignedRequest } from '../shared/webhook/signature';

export interface Refused {
	status: number;
	message: string;
}

/** The call as it came, with the address that the sender knows. */
export function signedRequest(context: IWebhookFunctions): SignedRequest {
	const request = context.getRequestObject();
	const headers: Record<string, string | undefined> = {};
	for (const [name, value] of Object.entries(context.getHeaderData())) {
		headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
	}
	return {
		rawBody: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0),
		headers,
		method: request.method,
		// Behind a proxy the request's own address is another one than the sender knows.
		url: context.getNodeWebhookUrl('default') ?? '',
	};
}

/** Why the call is not let in; undefined where its sender is who it has to be. */
export async function refusalOf(
	context: IWebhookFunctions,
	request: SignedRequest,
): Promise<Refused | undefined> {
	const kind = context.getNodeParameter('authentication');
	if (kind === 'none') return undefined;
	const credential = await context.getCredentials('gtmWebhookSecretApi');
	const scheme = schemeOf(context, String(kind), credential);
	if (scheme.secrets.every((secret) => secret === '')) {
		return { status: 401, message: 'No secret is set for this webhook' };
	}
	const verdict = verify(request, scheme, systemClock.now());
	return verdict.ok ? undefined : { status: 401, message: verdict.message };
}

function schemeOf(
	context: IWebhookFunctions,
	kind: string,
	credential: ICredentialDataDecryptedObject,
): Scheme {
	const text = (name: string) => String(context.getNodeParameter(name, ''));
	const secrets = [credential.secret, credential.previousSecret].map((each) => String(each ?? ''));
	if (kind === 'standard') return { kind, secrets };
	const header = text('header').trim();
	if (kind === 'secret') return { kind, header, prefix: text('prefix'), secrets };
	const algorithm = text('algorithm');
	const encoding = text('encoding');
	const secretEncoding = credential.encoding;
	return {
		kind: 'hmac',
		header,
		prefix: text('prefix'),
		algorithm: algorithm === 'sha1' || algorithm === 'sha512' ? algorithm : 'sha256',
		encoding: encoding === 'base64' || encoding === 'base64url' ? encoding : 'hex',
		secrets,
		secretEncoding:
			secretEncoding === 'base64' || secretEncoding === 'hex' ? secretEncoding : 'text',
		signed: text('signed') || '{body}',
		timestampHeader: text('timestampHeader').trim(),
		toleranceMs: Number(context.getNodeParameter('tolerance', 300)) * 1_000,
	};
}
