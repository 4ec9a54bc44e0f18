import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import { checkTypes, oneOf, requiredText } from '../body';
import type { Call } from '../call';
import { badRequest } from '../refusals';
import type { Managed } from '../records/manageRecords';
import { recordIn } from '../records/manageRecords';
import { effectOf } from '../workspace';
import { WORKSPACE_ID } from '../workspaceIds';
import { EVENT_TYPES } from './eventTypes';

export const ACTIVE = 1;
export const DISABLED = -1;

export const WEBHOOKS: Managed = {
	name: 'webhooks',
	path: '/webhooks',
	resource: 'webhooks',
	check: (body, isNew, { workspace }) => {
		if (isNew) requiredText(body, 'target_hook_url');
		checkTypes(body, {
			target_hook_url: ['string'],
			campaign: ['string', 'null'],
			name: ['string', 'null'],
			custom_interest_value: ['number', 'null'],
			headers: ['object', 'null'],
		});
		const url = body.target_hook_url;
		if (url !== undefined && !/^https?:\/\//.test(String(url))) {
			throw badRequest('body/target_hook_url must match pattern "^https?://"');
		}
		oneOf(body, 'event_type', [...EVENT_TYPES, null]);
		if (typeof body.campaign === 'string') workspace.campaigns.get(body.campaign);
		const isForNothing =
			(body.event_type ?? null) === null && (body.custom_interest_value ?? null) === null;
		if (isNew && isForNothing) throw badRequest('event_type or custom_interest_value is required');
	},
	added: ({ campaign = null, name = null, event_type = null, ...more }) => ({
		organization: WORKSPACE_ID,
		campaign,
		name,
		event_type,
		custom_interest_value: more.custom_interest_value ?? null,
		headers: more.headers ?? null,
		status: ACTIVE,
		timestamp_error: null,
	}),
	matches: ({ campaign, event_type }, query) => {
		const asked = [query.get('campaign'), query.get('event_type')];
		return (
			(asked[0] === null || campaign === asked[0]) && (asked[1] === null || event_type === asked[1])
		);
	},
};

export function resumeWebhook(call: Call): VendorAnswer {
	const webhook = recordIn(WEBHOOKS, call);
	Object.assign(webhook, { status: ACTIVE, timestamp_error: null });
	call.vendor.deliveries.resumed += 1;
	const effects = [effectOf('updated', webhook)];
	return jsonAnswer(200, webhook, { applied: true, rows: 1, effects });
}

/** With the labels of the workspace. */
export function listEventTypes({ workspace }: Call): VendorAnswer {
	const labels = workspace.leadLabels.all().map(({ interest_status, label }) => ({
		id: String(interest_status),
		label,
		type: 'custom',
	}));
	const own = EVENT_TYPES.map((id) => ({ id, label: id, type: 'default' }));
	return jsonAnswer(200, { event_types: [...own, ...labels] }, { applied: true });
}
