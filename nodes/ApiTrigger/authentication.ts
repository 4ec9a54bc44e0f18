import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import type { Scheme } from '../shared/webhook/signature';

/** How the sender proves who it is; undefined where anybody may call. */
export async function schemeOf(context: IWebhookFunctions): Promise<Scheme | undefined> {
	const kind = context.getNodeParameter('authentication');
	if (kind === 'none') return undefined;
	const credential = await context.getCredentials('gtmWebhookSecretApi');
	return schemeOfKind(context, String(kind), credential);
}

function schemeOfKind(
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
