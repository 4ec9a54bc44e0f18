import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import {
	SANDBOX_APOLLO_KEY,
	SANDBOX_CLAY_KEY,
	SANDBOX_CLAY_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_TOKEN,
	SANDBOX_HUBSPOT_EXPIRED_TOKEN,
	SANDBOX_HUBSPOT_READ_ONLY_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
	SANDBOX_INSTANTLY_KEY,
	SANDBOX_SALESFORCE_CLIENT_ID,
	SANDBOX_SALESFORCE_CLIENT_SECRET,
	SANDBOX_SALESFORCE_TOKEN,
} from './credentials';
import { readFaultPlan } from './faults/readFaultPlan';
import type { SandboxOptions } from './options';
import type { Sandbox } from './startSandbox';

export const USAGE = `Usage: tsx sandbox/main.ts [options]
  --seed N            chooses people, faults and order        (1)
  --people N          people Apollo knows                     (5000)
  --miss-share S      part of them enrichment does not match  (0)
  --seed-contacts N   contacts HubSpot already holds          (0)
  --credits N         Apollo credits                          (10000)
  --faults PLAN       demo, none, or a plan as JSON           (none)
  --apollo-port N --hubspot-port N --salesforce-port N --salesforce-login-port N
  --salesforce-moved-port N --control-port N                  (free ones)
  --clay-port N --clay-storage-port N                         (free ones)
  --instantly-port N                                          (a free one)
  --salesforce-contacts N   contacts Salesforce already holds (0)
  --salesforce-jwt-key FILE the public key of JWT assertions  (none)
`;

function numberIn(text: string | undefined, name: string): number | undefined {
	if (text === undefined) return undefined;
	const number = Number(text);
	if (text === '' || !Number.isFinite(number) || number < 0) {
		throw new Error(`--${name} needs a number, not '${text}'`);
	}
	return number;
}

export function optionsOf(args: string[]): SandboxOptions | 'help' {
	const { values } = parseArgs({
		args,
		options: {
			seed: { type: 'string' },
			people: { type: 'string' },
			'miss-share': { type: 'string' },
			'seed-contacts': { type: 'string' },
			credits: { type: 'string' },
			faults: { type: 'string', default: 'none' },
			'apollo-port': { type: 'string' },
			'clay-port': { type: 'string' },
			'clay-storage-port': { type: 'string' },
			'hubspot-port': { type: 'string' },
			'instantly-port': { type: 'string' },
			'salesforce-port': { type: 'string' },
			'salesforce-login-port': { type: 'string' },
			'salesforce-moved-port': { type: 'string' },
			'salesforce-contacts': { type: 'string' },
			'salesforce-jwt-key': { type: 'string' },
			'control-port': { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return 'help';
	const seed = numberIn(values.seed, 'seed') ?? 1;
	const named = values.faults === 'demo' || values.faults === 'none';
	const faults: unknown = named ? values.faults : JSON.parse(values.faults);
	const credits = numberIn(values.credits, 'credits');
	const jwtKey = values['salesforce-jwt-key'];
	return {
		seed,
		people: numberIn(values.people, 'people'),
		missShare: numberIn(values['miss-share'], 'miss-share'),
		seedContacts: numberIn(values['seed-contacts'], 'seed-contacts'),
		apollo: credits === undefined ? {} : { credits },
		salesforce: {
			records: { Contact: numberIn(values['salesforce-contacts'], 'salesforce-contacts') ?? 0 },
			oauth: jwtKey === undefined ? {} : { jwtPublicKey: readFileSync(jwtKey, 'utf8') },
		},
		faults: readFaultPlan(faults, seed),
		ports: {
			apollo: numberIn(values['apollo-port'], 'apollo-port') ?? 0,
			clay: numberIn(values['clay-port'], 'clay-port') ?? 0,
			clayStorage: numberIn(values['clay-storage-port'], 'clay-storage-port') ?? 0,
			hubspot: numberIn(values['hubspot-port'], 'hubspot-port') ?? 0,
			instantly: numberIn(values['instantly-port'], 'instantly-port') ?? 0,
			salesforce: numberIn(values['salesforce-port'], 'salesforce-port') ?? 0,
			salesforceLogin: numberIn(values['salesforce-login-port'], 'salesforce-login-port') ?? 0,
			salesforceMoved: numberIn(values['salesforce-moved-port'], 'salesforce-moved-port') ?? 0,
			control: numberIn(values['control-port'], 'control-port') ?? 0,
		},
	};
}

/** For a reader, and as the last line for a program that waits for it. */
export function banner(sandbox: Sandbox, faults: SandboxOptions['faults']): string {
	const { urls, seed } = sandbox;
	const ready = {
		urls,
		apolloKey: SANDBOX_APOLLO_KEY,
		clayKey: SANDBOX_CLAY_KEY,
		clayWebhook: `${urls.clay}/v3/sources/webhook/${SANDBOX_CLAY_WEBHOOK_PATH}`,
		hubspotToken: SANDBOX_HUBSPOT_TOKEN,
		instantlyKey: SANDBOX_INSTANTLY_KEY,
		salesforceToken: SANDBOX_SALESFORCE_TOKEN,
		seed,
		people: sandbox.people().length,
	};
	return [
		'Apollo, Clay, HubSpot, Instantly and Salesforce sandbox: nothing leaves this machine.',
		'',
		`  Apollo   ${urls.apollo}`,
		`           x-api-key: ${SANDBOX_APOLLO_KEY}`,
		`  Clay     ${urls.clay}/public/v0`,
		`           clay-api-key: ${SANDBOX_CLAY_KEY}`,
		`           ${ready.clayWebhook}`,
		`           x-clay-webhook-auth: ${SANDBOX_CLAY_WEBHOOK_TOKEN}`,
		`  HubSpot  ${urls.hubspot}`,
		`           Authorization: Bearer ${SANDBOX_HUBSPOT_TOKEN}`,
		`           without write scope: ${SANDBOX_HUBSPOT_READ_ONLY_TOKEN}`,
		`           expired:             ${SANDBOX_HUBSPOT_EXPIRED_TOKEN}`,
		`  Instantly`,
		`           ${urls.instantly}`,
		`           Authorization: Bearer ${SANDBOX_INSTANTLY_KEY}`,
		`  Salesforce`,
		`           ${urls.salesforce}`,
		`           Authorization: Bearer ${SANDBOX_SALESFORCE_TOKEN}`,
		`           login server:        ${urls.salesforceLogin}`,
		`           app:                 ${SANDBOX_SALESFORCE_CLIENT_ID}`,
		`           its secret:          ${SANDBOX_SALESFORCE_CLIENT_SECRET}`,
		`  Control  ${urls.control}/state`,
		'',
		`  ${ready.people} people, seed ${seed}, faults ${typeof faults === 'string' ? faults : 'as given'}. Ctrl-C ends it.`,
		'',
		`ready ${JSON.stringify(ready)}`,
		'',
	].join('\n');
}
