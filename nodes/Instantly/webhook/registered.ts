import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { asArray, asObject, asText } from '../../shared/engine/body';
import type { JsonValue } from '../../shared/engine/types';

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

const NAME = 'instantlyWebhooks';

/** What n8n has stored with the workflow. */
export function recall(memory: IDataObject): Registered | undefined {
	const stored = asObject(memory[NAME] as JsonValue | undefined);
	const secret = asText(stored.secret);
	if (secret === undefined || secret === '') return undefined;
	return { secret, own: asArray(stored.own).flatMap((id) => asText(id) ?? []) };
}

export function remember(memory: IDataObject, registered: Registered | undefined): void {
	if (registered === undefined) delete memory[NAME];
	else memory[NAME] = { secret: registered.secret, own: [...registered.own] };
}
