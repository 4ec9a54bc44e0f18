import { parseArgs } from 'node:util';

import {
	SANDBOX_APOLLO_KEY,
	SANDBOX_HUBSPOT_EXPIRED_TOKEN,
	SANDBOX_HUBSPOT_READ_ONLY_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
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
  --apollo-port N --hubspot-port N --control-port N           (free ones)
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
			'hubspot-port': { type: 'string' },
			'control-port': { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return 'help';
	const seed = numberIn(values.seed, 'seed') ?? 1;
	const named = values.faults === 'demo' || values.faults === 'none';
	const faults: unknown = named ? values.faults : JSON.parse(values.faults);
	const credits = numberIn(values.credits, 'credits');
	return {
		seed,
		people: numberIn(values.people, 'people'),
		missShare: numberIn(values['miss-share'], 'miss-share'),
		seedContacts: numberIn(values['seed-contacts'], 'seed-contacts'),
		apollo: credits === undefined ? {} : { credits },
		faults: readFaultPlan(faults, seed),
		ports: {
			apollo: numberIn(values['apollo-port'], 'apollo-port') ?? 0,
			hubspot: numberIn(values['hubspot-port'], 'hubspot-port') ?? 0,
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
		hubspotToken: SANDBOX_HUBSPOT_TOKEN,
		seed,
		people: sandbox.people().length,
	};
	return [
		'Apollo and HubSpot sandbox: nothing leaves this machine.',
		'',
		`  Apollo   ${urls.apollo}`,
		`           x-api-key: ${SANDBOX_APOLLO_KEY}`,
		`  HubSpot  ${urls.hubspot}`,
		`           Authorization: Bearer ${SANDBOX_HUBSPOT_TOKEN}`,
		`           without write scope: ${SANDBOX_HUBSPOT_READ_ONLY_TOKEN}`,
		`           expired:             ${SANDBOX_HUBSPOT_EXPIRED_TOKEN}`,
		`  Control  ${urls.control}/state`,
		'',
		`  ${ready.people} people, seed ${seed}, faults ${typeof faults === 'string' ? faults : 'as given'}. Ctrl-C ends it.`,
		'',
		`ready ${JSON.stringify(ready)}`,
		'',
	].join('\n');
}
