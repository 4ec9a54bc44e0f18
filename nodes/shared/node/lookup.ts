import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Client, Failure } from '../engine/client';
import { systemClock } from '../engine/clock';
import { walk, type WalkOptions } from '../engine/pages/walk';
import type { JsonValue } from '../engine/types';
import { stopError } from './errors';
import { loadHost } from './host';
import { openClient, type VendorAccess } from './openClient';
import type { Facts } from './operation';
import { type ParameterReader, Problem } from './parameters';
import type { RunSettings } from './settings';

/** Somebody sits in front of the editor and waits. */
const DEADLINE_MS = 30_000;
const TIMEOUT_MS = 15_000;

/** What the editor's lists are read with: resource locators, dropdowns, field mappers. */
export interface Lookup {
	facts: Facts;
	/** The parameters as the editor shows them now. */
	read: ParameterReader;
	/** The answer to one request. Throws what the editor shows to the user. */
	get(request: Parameters<Client['send']>[0]): Promise<JsonValue | undefined>;
	/** All records of a list up to its limit. Throws what the editor shows to the user. */
	list(options: Pick<WalkOptions, 'style' | 'read' | 'limit'>): Promise<JsonValue[]>;
}

/** Opens the node's credential for a list of the editor. Throws what the editor shows to the user. */
export async function openLookup(
	context: ILoadOptionsFunctions,
	access: VendorAccess,
): Promise<Lookup> {
	const node = context.getNode();
	const host = loadHost(context);
	const settings = editorSettings();
	const open = await openClient(host, access, {
		settings,
		clock: systemClock,
		onWait: () => undefined,
	});
	if (open instanceof Problem) {
		throw new NodeOperationError(node, open.message, { description: open.description });
	}
	const { client, facts, name } = open;
	const words = { vendor: name, redact: (text: string) => client.redact(text) };
	const refuse = (failure: Failure) =>
		stopError(node, 0, { kind: 'failed', failure, items: [] }, words, '');
	return {
		facts,
		read: host.read,
		get: async (request) => {
			const answer = await client.send(request);
			if (!answer.ok) throw refuse(answer);
			return answer.data;
		},
		list: async (options) => {
			const { rows, failure } = await walk(client, options);
			if (failure) throw refuse(failure);
			return rows;
		},
	};
}

/** How patient a request is that somebody waits for in front of the editor. */
export function editorSettings(): RunSettings {
	return {
		client: {
			retries: 2,
			firstWaitMs: 500,
			longestWaitMs: 5_000,
			longestHoldMs: 15_000,
			stopWhenLimited: false,
			deadline: systemClock.monotonic() + DEADLINE_MS,
			timeoutMs: TIMEOUT_MS,
			retryBudget: { share: 0.2, least: 50 },
			trace: process.env.GTM_TRACEPARENT !== 'off',
		},
		inFlight: 1,
		log: true,
		itemsPerRequest: Infinity,
		resendCreates: false,
		failIncomplete: false,
	};
}
