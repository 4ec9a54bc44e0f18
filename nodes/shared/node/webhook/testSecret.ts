import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

const SHORTEST = 8;

/** Nobody can be asked whether a secret is right: only whether it can be one. */
export async function testSecret({
	data = {},
}: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const secret = String(data.secret ?? '');
	const problem = problemOf(secret, String(data.encoding ?? 'text'));
	return await Promise.resolve(
		problem
			? { status: 'Error', message: problem }
			: { status: 'OK', message: 'The secret can be used: calls tell whether it is the right one' },
	);
}

function problemOf(secret: string, encoding: string): string | undefined {
	if (secret.trim() !== secret) return 'The secret begins or ends with a space: copy it again';
	if (secret.length < SHORTEST) return `The secret has fewer than ${SHORTEST} characters`;
	if (encoding === 'hex' && !/^([\da-f]{2})+$/i.test(secret)) return 'The secret is not hex';
	const plain = secret.replace(/^whsec_/, '');
	return encoding === 'base64' && !/^[\w+/-]+={0,2}$/.test(plain)
		? 'The secret is not Base64'
		: undefined;
}
