import { asObject, asText } from '../../shared/engine/body';
import type { Outcome } from '../../shared/engine/client';
import { walk } from '../../shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Hook } from '../../shared/node/webhook/hook';
import { itemsOf, listPages } from '../pages';
import { instantlyRequest } from '../vendor';
import type { Subscription } from './wanted';

/** The header that shows that a call comes from a webhook of ours: Instantly signs nothing. */
export const PROOF_HEADER = 'x-n8n-gtm-secret';

/** Switched off after calls that failed (webhooks of API v2, 2026-11). */
const DISABLED = -1;

/** A webhook as Instantly keeps it. */
export interface Webhook extends Subscription {
	id: string;
	url: string;
	campaign: string | null;
	secret: string | undefined;
	isDisabled: boolean;
}

export function readWebhook(data: JsonValue | undefined): Webhook {
	const { id, target_hook_url, event_type, custom_interest_value, campaign, headers, status } =
		asObject(data);
	return {
		id: asText(id) ?? '',
		url: asText(target_hook_url) ?? '',
		event_type: asText(event_type) ?? null,
		custom_interest_value: typeof custom_interest_value === 'number' ? custom_interest_value : null,
		campaign: asText(campaign) ?? null,
		secret: asText(asObject(headers)[PROOF_HEADER]),
		isDisabled: status === DISABLED,
	};
}

type Api = Pick<Hook, 'send'>;

async function ask(
	{ send }: Api,
	operation: string,
	method: ApiRequest['method'],
	id: string,
	action = '',
): Promise<Outcome> {
	const template = `/webhooks/{id}${action}`;
	return await send(
		instantlyRequest({
			operation: `webhook.${operation}`,
			method,
			path: template.replace('{id}', encodeURIComponent(id)),
			pathTemplate: template,
			safeToRepeat: true,
			keyFields: { id },
		}),
	);
}

export const getWebhook = async (api: Api, id: string) => await ask(api, 'get', 'GET', id);

export const deleteWebhook = async (api: Api, id: string) => await ask(api, 'delete', 'DELETE', id);

export const resumeWebhook = async (api: Api, id: string) =>
	await ask(api, 'resume', 'POST', id, '/resume');

/** What a new webhook has to be. */
export interface NewWebhook extends Subscription {
	url: string;
	campaign: string | null;
	name: string;
	secret: string;
}

export async function createWebhook(
	{ send }: Api,
	{ url, secret, ...rest }: NewWebhook,
): Promise<Outcome> {
	return await send(
		instantlyRequest({
			operation: 'webhook.create',
			method: 'POST',
			path: '/webhooks',
			body: { target_hook_url: url, headers: { [PROOF_HEADER]: secret }, ...rest },
			safeToRepeat: false,
		}),
	);
}

/** All webhooks of the workspace; undefined where they cannot be read. */
export async function listWebhooks(api: Api): Promise<Webhook[] | undefined> {
	const { rows, failure } = await walk(api, {
		style: listPages((paging) =>
			instantlyRequest({
				operation: 'webhook.getAll',
				method: 'GET',
				path: '/webhooks',
				query: { ...paging },
			}),
		),
		read: itemsOf,
		limit: Infinity,
	});
	return failure ? undefined : rows.map(readWebhook);
}
