import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { Problem } from '../shared/node/parameters';
import { connectWebhook } from './vendor';

/**
 * Looks at the form of the address alone. To ask Clay would mean to send a row: it would stand in the
 * table, be enriched there for credits, and count among those that the webhook takes.
 */
export async function testWebhook({
	data = {},
}: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const connection = connectWebhook(data);
	return await Promise.resolve(
		connection instanceof Problem
			? { status: 'Error', message: `${connection.message}. ${connection.description}` }
			: {
					status: 'OK',
					message:
						'The URL is that of a webhook source. No row was sent: the first one tells more.',
				},
	);
}
