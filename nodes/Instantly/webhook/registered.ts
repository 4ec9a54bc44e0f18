import { randomBytes } from 'node:crypto';
import { asArray, asText } from '../../shared/engine/body';
import { memoryOf } from '../../shared/node/webhook/registration';

/** What this trigger has made at Instantly, so that it can be taken back. */
export interface Registered {
	/** What its webhooks show in a header. */
	secret: string;
	/** IDs of its webhooks. */
	own: string[];
}

export function nothingYet(): Registered {
	return { secret: randomBytes(32).toString('base64url'), own: [] };
}

/** What n8n has stored with the workflow. */
export const memory = memoryOf<Registered>('instantlyWebhooks', (stored) => {
	const secret = asText(stored.secret);
	if (secret === undefined || secret === '') return undefined;
	return { secret, own: asArray(stored.own).flatMap((id) => asText(id) ?? []) };
});
