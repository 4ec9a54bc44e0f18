import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import type { Scheme } from '../shared/webhook/signature';
import { TOLERANCE_SECONDS } from './fields';

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
		toleranceMs: toleranceMs(context),
	};
}

/** An expression that gives no number must not let in calls of any age. */
function toleranceMs(context: IWebhookFunctions): number {
	const seconds = Number(context.getNodeParameter('tolerance', TOLERANCE_SECONDS));
	return (seconds > 0 ? seconds : TOLERANCE_SECONDS) * 1_000;
}
