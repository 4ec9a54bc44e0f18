import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Outcome } from '../../shared/engine/client';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Connection } from '../../shared/engine/vendor';
import { keyConnection } from '../../shared/node/connection';
import type { VendorAccess } from '../../shared/node/openClient';
import { Problem } from '../../shared/node/parameters';
import type { Hook } from '../../shared/node/webhook/hook';
import { hubSpot } from '../vendor';
import type { Wanted } from './subscription';

/** How the trigger reaches the app itself: no account has installed it for that. */
export const appAccess: VendorAccess = {
	credential: 'gtmHubSpotAppApi',
	connect: connectApp,
	facts: ({ appId, apiVersion }) => ({
		app: String(appId).trim(),
		version: String(apiVersion || '2026-03'),
	}),
};

function connectApp(credential: ICredentialDataDecryptedObject): Connection | Problem {
	const appId = String(credential.appId ?? '').trim();
	if (!/^\d+$/.test(appId)) {
		return new Problem(
			`The app ID is ${appId === '' ? 'empty' : `"${appId}"`}`,
			'Enter the number of the app in the HubSpot credential.',
		);
	}
	const connection = keyConnection({
		vendor: hubSpot,
		baseUrl: credential.baseUrl,
		account: `app ${appId}`,
		secret: credential.developerApiKey,
		secretLabel: 'Developer API Key',
		header: () => ({}),
		// No limit is documented for an app's own settings: the headers of the answers tell it (2026-08).
		quotas: [{ id: 'burst', scope: 'credential', windows: [{ name: 'ten-seconds', ms: 10_000 }] }],
	});
	if (connection instanceof Problem) return connection;
	const [hapikey = ''] = connection.secrets;
	return {
		...connection,
		// The one place where HubSpot takes this key (webhooks specification, 2026-08).
		authentication: { ...connection.authentication, query: { hapikey } },
		secrets: [hapikey, String(credential.clientSecret ?? '')],
	};
}

type App = Pick<Hook, 'facts' | 'send'>;

async function ask(
	{ facts, send }: App,
	operation: string,
	method: ApiRequest['method'],
	path: string,
	rest: Partial<ApiRequest> = {},
): Promise<Outcome> {
	const { version = '', app = '' } = facts;
	return await send({
		operation: `webhook.${operation}`,
		method,
		path: `/webhooks/${version}/${app}${path}`,
		pathTemplate: `/webhooks/${version}/{appId}${path.replace(/\d+$/, '{subscriptionId}')}`,
		safeToRepeat: true,
		quotas: ['burst'],
		keyFields: { app },
		...rest,
	});
}

/** Where the app wants its events: 404 where it has not said so yet. */
export const getTarget = async (app: App) => await ask(app, 'getTarget', 'GET', '/settings');

export const putTarget = async (app: App, body: JsonValue) =>
	await ask(app, 'setTarget', 'PUT', '/settings', { body });

/** Pauses the subscriptions of the app, too. */
export const deleteTarget = async (app: App) =>
	await ask(app, 'removeTarget', 'DELETE', '/settings');

/** All of the app, the paused ones too: they come without pages. */
export const getSubscriptions = async (app: App) =>
	await ask(app, 'getSubscriptions', 'GET', '/subscriptions');

export const subscribe = async (app: App, wanted: Wanted) =>
	await ask(app, 'subscribe', 'POST', '/subscriptions', {
		body: { ...wanted, active: true },
		safeToRepeat: false,
	});

export const setActive = async (app: App, id: string, active: boolean) =>
	await ask(app, 'setActive', 'PATCH', `/subscriptions/${id}`, { body: { active } });

export const unsubscribe = async (app: App, id: string) =>
	await ask(app, 'unsubscribe', 'DELETE', `/subscriptions/${id}`);
