import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { bodyIfAny, checkTypes, requiredText } from '../body';
import type { Call } from '../call';
import { badRequest, onlyMessage } from '../refusals';
import type { Managed } from '../records/manageRecords';
import { has, holds, keyOf, recordIn } from '../records/manageRecords';
import { effectOf } from '../workspace';
import { USER_ID, WORKSPACE_ID } from '../workspaceIds';
import { TIME_ZONES } from './timeZones';

const DRAFT = 0;
const ACTIVE = 1;
const PAUSED = 2;

const TIME = /^([01][0-9]|2[0-3]):([0-5][0-9])$/;

const NUMBER = ['number', 'null'] as const;
const FLAG = ['boolean', 'null'] as const;

const TYPES = {
	name: ['string'],
	campaign_schedule: ['object'],
	sequences: ['array'],
	email_list: ['array'],
	email_tag_list: ['array'],
	cc_list: ['array'],
	bcc_list: ['array'],
	daily_limit: NUMBER,
	daily_max_leads: NUMBER,
	email_gap: NUMBER,
	random_wait_max: NUMBER,
	pl_value: NUMBER,
	stop_on_reply: FLAG,
	stop_on_auto_reply: FLAG,
	link_tracking: FLAG,
	open_tracking: ['boolean'],
	text_only: FLAG,
	allow_risky_contacts: FLAG,
} as const;

function checkSchedule(schedule: unknown): void {
	const path = 'body/campaign_schedule';
	const schedules = isJsonObject(schedule) ? schedule.schedules : undefined;
	if (!Array.isArray(schedules))
		throw badRequest(`${path} must have required property 'schedules'`);
	if (schedules.length === 0)
		throw badRequest(`${path}/schedules must NOT have fewer than 1 items`);
	for (const [place, each] of schedules.entries()) {
		const at = `${path}/schedules/${place}`;
		if (!isJsonObject(each)) throw badRequest(`${at} must be object`);
		for (const name of ['name', 'timing', 'days', 'timezone']) {
			if (each[name] === undefined) throw badRequest(`${at} must have required property '${name}'`);
		}
		const { timing, timezone } = each;
		const times = isJsonObject(timing) ? [timing.from, timing.to] : [];
		if (times.length < 2 || !times.every((time) => TIME.test(String(time)))) {
			throw badRequest(`${at}/timing/from must match pattern "${TIME.source}"`);
		}
		if (!TIME_ZONES.includes(String(timezone))) {
			throw badRequest(`${at}/timezone must be equal to one of the allowed values`);
		}
	}
}

function checkSequences(sequences: unknown): void {
	if (!Array.isArray(sequences)) return;
	for (const [place, each] of sequences.entries()) {
		const at = `body/sequences/${place}`;
		const steps: unknown = isJsonObject(each) ? each.steps : undefined;
		if (!Array.isArray(steps)) throw badRequest(`${at} must have required property 'steps'`);
		for (const [number, step] of steps.entries()) {
			const held: JsonObject = isJsonObject(step) ? step : {};
			if (held.type !== 'email') throw badRequest(`${at}/steps/${number}/type must be email`);
			if (typeof held.delay !== 'number' || !Array.isArray(held.variants)) {
				throw badRequest(`${at}/steps/${number} must have required property 'variants'`);
			}
		}
	}
}

export const CAMPAIGNS: Managed = {
	name: 'campaigns',
	path: '/campaigns',
	resource: 'campaigns',
	check: (body, isNew) => {
		if (isNew) requiredText(body, 'name');
		checkTypes(body, TYPES);
		if (isNew || body.campaign_schedule !== undefined) {
			if (body.campaign_schedule === undefined) {
				throw badRequest("body must have required property 'campaign_schedule'");
			}
			checkSchedule(body.campaign_schedule);
		}
		checkSequences(body.sequences);
	},
	added: () => ({
		status: DRAFT,
		organization: WORKSPACE_ID,
		owned_by: USER_ID,
		timestamp_updated: new Date().toISOString(),
	}),
	matches: (record, query) =>
		holds(record, 'name', query.get('search')) &&
		has(record, 'status', query.get('status')) &&
		(query.get('exclude_status') === null || !has(record, 'status', query.get('exclude_status'))),
};

function withStatus(call: Call, status: number): VendorAnswer {
	const campaign = recordIn(CAMPAIGNS, call);
	const effect = campaign.status === status ? 'unchanged' : 'updated';
	campaign.status = status;
	const effects = [effectOf(effect, campaign)];
	return jsonAnswer(200, campaign, { applied: true, rows: 1, effects });
}

export function activate(call: Call): VendorAnswer {
	return withStatus(call, ACTIVE);
}

export function pause(call: Call): VendorAnswer {
	return withStatus(call, PAUSED);
}

/** "NAME (copy)" unless another name is given; an empty one is refused in a form of its own. */
export function duplicate(call: Call): VendorAnswer {
	const { id: _, timestamp_created: __, ...held } = recordIn(CAMPAIGNS, call);
	const { name = `${String(held.name)} (copy)` } = bodyIfAny(call.request) ?? {};
	if (name === '') throw onlyMessage('New campaign name is required');
	const copy = call.workspace.campaigns.add({ ...held, name, status: DRAFT });
	const effects = [effectOf('created', copy, keyOf('campaigns', { name }))];
	return jsonAnswer(200, copy, { applied: true, rows: 1, effects });
}
