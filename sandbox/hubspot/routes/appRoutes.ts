import { authorize } from '../oauth/authorize';
import { token } from '../oauth/token';
import {
	createSubscription,
	deleteSettings,
	deleteSubscription,
	listSubscriptions,
	patchSubscription,
	putSettings,
	readSettings,
	readSubscription,
} from '../webhooks/manageWebhooks';
import type { Operation, Route } from './route';
import { routes } from './route';

const WEBHOOKS = ['/webhooks/v3', '/webhooks/*'];
const OAUTH = ['/oauth/v3', '/oauth/*'];

function developer(name: string, run: Operation['run']): Operation {
	return { name, access: 'developer', run };
}

/** What belongs to an app and to no account: consent, tokens, webhook settings. */
export const APP_ROUTES: readonly Route[] = [
	...routes(['/oauth'], '/authorize', {
		GET: { name: 'oauth/authorize', access: 'open', run: authorize },
	}),
	...routes(OAUTH, '/token', {
		POST: { name: 'oauth/token', access: 'open', body: 'form', run: token },
	}),
	...routes(WEBHOOKS, '/:app/settings', {
		GET: developer('webhooks/settings', readSettings),
		PUT: developer('webhooks/settings/put', putSettings),
		DELETE: developer('webhooks/settings/delete', deleteSettings),
	}),
	...routes(WEBHOOKS, '/:app/subscriptions', {
		GET: developer('webhooks/subscriptions', listSubscriptions),
		POST: developer('webhooks/subscribe', createSubscription),
	}),
	...routes(WEBHOOKS, '/:app/subscriptions/:id', {
		GET: developer('webhooks/subscription', readSubscription),
		PATCH: developer('webhooks/subscription/patch', patchSubscription),
		DELETE: developer('webhooks/subscription/delete', deleteSubscription),
	}),
];
