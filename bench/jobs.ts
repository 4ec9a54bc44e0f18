import type { FaultPlan, Sandbox, SandboxOptions } from '../sandbox';
import type { Execution, WorkflowNode } from '../test/e2e/n8n';
import { CONTACTS } from './legacyContacts';

/** Names of the credentials that each run gets. */
export const CREDENTIALS = {
	hubSpotGtm: 'HubSpot GTM',
	bearer: 'Bearer',
	hubSpot: 'HubSpot of n8n',
	header: 'Header',
} as const;

type Node = Partial<WorkflowNode> & { name: string };

/** One way to do a job: ours, or one that n8n's users have today. */
export interface Way {
	name: string;
	isOurs?: boolean;
	/** One after the other; the time is theirs together. `url`: HubSpot's address. */
	nodes(url: string): Node[];
}

/** The same work, done in several ways. */
export interface Job {
	/** The argument of `npm run bench` that runs it alone. */
	key: string;
	title: string;
	sandbox: SandboxOptions;
	/** Input items. */
	items(sandbox: Sandbox): object[];
	/** How many records there are to do, and how many of them a run has done. */
	count: number;
	done(execution: Execution, sandbox: Sandbox, lastNode: string): number;
	ways: Way[];
	/** Our time is at most this share of the fastest other way that did all of it. */
	most: number;
}

/** 100 requests in ten seconds. */
const STARTER = { hubspot: { plan: 'starter' } } as const;
const PAGE = 100;
const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 5, waitBetweenTries: 5_000 };

const hubSpotGtm = (parameters: object): Node => ({
	name: 'HubSpot GTM',
	type: 'n8n-nodes-gtm.hubSpot',
	parameters: { resource: 'contact', ...parameters },
	credentials: { gtmHubSpotApi: { name: CREDENTIALS.hubSpotGtm } },
});

const hubSpot = (parameters: object, settings: object = {}): Node => ({
	name: 'HubSpot',
	type: 'n8n-nodes-base.hubspot',
	typeVersion: 2.2,
	parameters: { authentication: 'appToken', resource: 'contact', ...parameters },
	credentials: { hubspotAppToken: { name: CREDENTIALS.hubSpot } },
	...settings,
});

const httpRequest = (parameters: object, settings: object = {}): Node => ({
	name: 'HTTP Request',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: {
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		...parameters,
	},
	credentials: { httpHeaderAuth: { name: CREDENTIALS.header } },
	...settings,
});

/** `everyMs`: from page to page, on top of what a page takes. */
const httpPages = (url: string, everyMs = 0, settings: object = {}): Node => {
	const after = '={{ $response.body.paging.next.after }}';
	const pagination = {
		parameters: { parameters: [{ type: 'qs', name: 'after', value: after }] },
		paginationCompleteWhen: 'other',
		completeExpression: '={{ !$response.body.paging?.next?.after }}',
		...(everyMs > 0 ? { requestInterval: everyMs } : {}),
	};
	return httpRequest(
		{ url: `${url}${CONTACTS}?limit=${PAGE}`, options: { pagination: { pagination } } },
		settings,
	);
};

function idsRead(execution: Execution, node: string): number {
	const rows = execution.items(node).flatMap((item) => {
		const { results } = item;
		return Array.isArray(results) ? (results as Array<Record<string, unknown>>) : [item];
	});
	return new Set(rows.map(({ id, vid }) => String(id ?? vid))).size;
}

const read = (
	key: string,
	count: number,
	most: number,
	ways: Way[],
	{ faults, title = '' }: { faults?: FaultPlan; title?: string } = {},
): Job => ({
	key,
	title: `Read ${count.toLocaleString('en-US')} contacts, ${PAGE} a page${title}`,
	sandbox: { ...STARTER, people: count, seedContacts: count, ...(faults ? { faults } : {}) },
	items: () => [{}],
	count,
	done: (execution, _sandbox, node) => idsRead(execution, node),
	ways,
	most,
});

const oursReads: Way = {
	name: 'HubSpot GTM: Get Many',
	isOurs: true,
	nodes: () => [hubSpotGtm({ operation: 'getAll', returnAll: true })],
};
const hubSpotReads: Way = {
	name: "n8n's HubSpot: Get Many, Return All",
	nodes: () => [hubSpot({ operation: 'getAll', returnAll: true })],
};
const httpReads: Way = {
	name: 'HTTP Request with pagination',
	nodes: (url) => [httpPages(url)],
};

const WRITTEN = 500;
const LOOKED_UP = 600;

export const JOBS: Job[] = [
	read('read', 10_000, 0.6, [hubSpotReads, httpReads, oursReads]),
	read('read-past-limit', 25_000, 0.8, [
		hubSpotReads,
		httpReads,
		{
			name: '… with Retry On Fail, 5 tries',
			nodes: (url) => [httpPages(url, 0, RETRY_ON_FAIL)],
		},
		{
			name: '… with 100 ms between the pages',
			nodes: (url) => [httpPages(url, 100)],
		},
		oursReads,
	]),
	read(
		'read-through-faults',
		10_000,
		1,
		[
			hubSpotReads,
			{
				name: 'HTTP Request with pagination and Retry On Fail, 5 tries',
				nodes: (url) => [httpPages(url, 0, RETRY_ON_FAIL)],
			},
			oursReads,
		],
		{
			faults: { seed: 1, rules: [{ kind: 'status-503', share: 0.02 }] },
			title: '; one request in 50 is answered 503',
		},
	),
	{
		key: 'write',
		title: `Create or update ${WRITTEN} contacts by email`,
		sandbox: { ...STARTER, people: WRITTEN },
		items: (sandbox) =>
			sandbox.people().map(({ email, firstName, lastName }) => ({ email, firstName, lastName })),
		count: WRITTEN,
		done: (_execution, sandbox) => sandbox.contacts().length,
		ways: [
			{
				name: "n8n's HubSpot: Create or Update",
				nodes: () => [
					hubSpot({
						operation: 'upsert',
						email: '={{ $json.email }}',
						additionalFields: {
							firstName: '={{ $json.firstName }}',
							lastName: '={{ $json.lastName }}',
						},
					}),
				],
			},
			{
				name: 'Code for batches of 100, HTTP Request',
				nodes: (url) => [
					{
						name: 'Code',
						type: 'n8n-nodes-base.code',
						typeVersion: 2,
						parameters: { jsCode: BATCHES_OF_100 },
					},
					httpRequest({
						method: 'POST',
						url: `${url}${CONTACTS}/batch/upsert`,
						sendBody: true,
						specifyBody: 'json',
						jsonBody: '={{ $json }}',
					}),
				],
			},
			{
				name: 'HubSpot GTM: Create or Update',
				isOurs: true,
				nodes: () => [
					hubSpotGtm({
						operation: 'createOrUpdate',
						fields: {
							mappingMode: 'defineBelow',
							value: {
								email: '={{ $json.email }}',
								firstname: '={{ $json.firstName }}',
								lastname: '={{ $json.lastName }}',
							},
							matchingColumns: ['email'],
							schema: [],
						},
					}),
				],
			},
		],
		most: 1.5,
	},
	{
		key: 'one-by-one',
		title: `One request for each of ${LOOKED_UP} items, at a limit of 100 in 10 s`,
		sandbox: { ...STARTER, people: LOOKED_UP, seedContacts: LOOKED_UP },
		items: (sandbox) => sandbox.contacts().map(({ id }) => ({ contact: id })),
		count: LOOKED_UP,
		done: (execution, _sandbox, node) => idsRead(execution, node),
		ways: [
			{
				name: 'HTTP Request',
				nodes: (url) => [httpRequest({ url: oneContact(url) })],
			},
			{
				name: '… with Retry On Fail, 5 tries',
				nodes: (url) => [httpRequest({ url: oneContact(url) }, RETRY_ON_FAIL)],
			},
			{
				name: '… with batches of 10 and 1 s between them',
				nodes: (url) => [
					httpRequest({
						url: oneContact(url),
						options: { batching: { batch: { batchSize: 10, batchInterval: 1_000 } } },
					}),
				],
			},
			{
				name: 'API Request: Send',
				isOurs: true,
				nodes: (url) => [
					{
						name: 'API Request',
						type: 'n8n-nodes-gtm.apiRequest',
						parameters: {
							resource: 'rest',
							operation: 'send',
							url: oneContact(url),
							authentication: 'bearer',
							gtmRateLimit: 'own',
							gtmOwnLimit: 100,
							gtmOwnWindow: 10,
						},
						credentials: { gtmBearerTokenApi: { name: CREDENTIALS.bearer } },
					},
				],
			},
		],
		most: 1,
	},
];

function oneContact(url: string): string {
	return `=${url}${CONTACTS}/{{ $json.contact }}`;
}

/** As it is found in n8n's forum, again and again. */
const BATCHES_OF_100 = `
const batches = [];
const people = $input.all().map(({ json }) => json);
for (let i = 0; i < people.length; i += 100) {
	batches.push({ json: { inputs: people.slice(i, i + 100).map((person) => ({
		idProperty: 'email',
		id: person.email,
		properties: { email: person.email, firstname: person.firstName, lastname: person.lastName },
	})) } });
}
return batches;`;
