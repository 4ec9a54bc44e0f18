import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import { SANDBOX_HUBSPOT_TOKEN, startSandbox, type Sandbox } from '../../sandbox';
import { readExecution, startN8n, type Item, type RunningN8n } from './n8n';
import { ownN8n } from './sharedN8n';

/** Each contact is created and changed three times: so many new values of one property. */
const CONTACTS = 2_500;
const VALUES = ['Zero', 'One', 'Two', 'Three'];
const CHANGES = CONTACTS * VALUES.length;
const BATCH = 100;
/** The writing goes on for so long, so that each kill comes in its midst. */
const WRITING_MS = 75_000;
const INDEX_LAG_MS = 2_000;
const POLL_EVERY_S = 12;
/** Long enough to be killed in its midst, and over before the next poll. */
const EXECUTION_S = 3;
/** From the end of an execution until the trigger has noted it, on a busy machine. */
const SLACK_MS = 2_000;
const PATIENCE_MS = 240_000;

let n8n: RunningN8n;
let sandbox: Sandbox;
let remove: () => Promise<void>;
beforeAll(async () => {
	({ n8n, remove } = await ownN8n());
	sandbox = await startSandbox({ people: 0, hubspot: { indexLagMs: INDEX_LAG_MS } });
}, 1_200_000);
afterAll(async () => {
	await n8n?.kill();
	await sandbox?.stop();
	await remove?.();
});

test('10,000 changes while n8n is killed three times: none missed, and again only what was open at a kill', async () => {
	await connect();
	const workflowId = await importTrigger();
	await n8n.api.activate(workflowId);
	const kills: number[] = [];
	const writing = writeAll();
	// In the midst of a reading, in the midst of an execution, and at any time.
	for (const moment of [midReading, () => countOf(workflowId, 'running') > 0, written(0.6)]) {
		await until(moment);
		kills.push(Date.now());
		await n8n.kill();
		n8n = await startN8n({ userFolder: n8n.userFolder });
	}
	await writing;
	const { created, updated } = sandbox.state().hubspot.objects.contacts;
	expect([created, updated]).toEqual([CONTACTS, CHANGES - CONTACTS]);

	const wanted = wantedChanges();
	expect(wanted.size).toBe(CHANGES);
	const given = () => new Set(givenBy(workflowId).flatMap(({ changes }) => changes));
	for (const limit = Date.now() + PATIENCE_MS; Date.now() < limit && given().size < CHANGES; ) {
		await sleep(500);
	}
	// One poll more: what comes twice would come now.
	await sleep(1_200 * POLL_EVERY_S);

	const runs = givenBy(workflowId);
	const endsOf = new Map<string, number[]>();
	for (const { changes, stoppedAt } of runs) {
		for (const change of changes) endsOf.set(change, [...(endsOf.get(change) ?? []), stoppedAt]);
	}
	const missed = [...wanted].filter((change) => !endsOf.has(change));
	const strange = [...endsOf.keys()].filter((change) => !wanted.has(change));
	expect([missed.length, strange.length]).toEqual([0, 0]);

	// What came again came first in an execution that was not over when n8n was killed.
	const wasOpen = (end: number) => kills.some((kill) => Math.abs(kill - end) < SLACK_MS);
	expect(cutOff(workflowId, Math.max(...kills))).toBeGreaterThan(0);
	const repeats = [...endsOf.values()].filter(({ length }) => length > 1);
	const closed = repeats.filter((ends) =>
		ends
			.toSorted()
			.slice(0, -1)
			.some((end) => !wasOpen(end)),
	);
	expect(closed).toEqual([]);
	console.log(
		`${CHANGES} changes, ${kills.length} kills, ${runs.length} executions to their end: 0 missed, ${repeats.length} twice that were open at a kill`,
	);
}, 900_000);

test('a test in the editor shows the newest records, and remembers nothing', async () => {
	await n8n.api.signIn();
	await connect();
	const workflowId = await importTrigger();
	const executionId = await n8n.api.runWorkflow(workflowId, 'n8n-nodes-gtm.hubSpotTrigger');
	const execution = await n8n.api.waitFor(workflowId, executionId);
	expect(execution).toMatchObject({ status: 'success', error: '' });
	expect(execution.items('Next').map(({ event }) => event)).toEqual([
		'propertyChanged',
		'propertyChanged',
		'propertyChanged',
	]);
}, 180_000);

async function connect(): Promise<void> {
	await n8n.api.createCredential('HubSpot', 'gtmHubSpotApi', {
		accessToken: SANDBOX_HUBSPOT_TOKEN,
		plan: 'professional',
		apiLimitIncrease: 0,
		apiVersion: '2026-03',
		baseUrl: sandbox.urls.hubspot,
		account: `trigger-${Date.now()}`,
	});
}

async function importTrigger(): Promise<string> {
	// n8n 2.41 refuses an expression with more than one second in it, and takes several of them.
	const seconds = Array.from({ length: 60 / POLL_EVERY_S }, (_, place) => place * POLL_EVERY_S);
	return await n8n.api.importWorkflow({
		name: 'HubSpot GTM Trigger',
		nodes: [
			{
				id: 'b0000000-0000-4000-8000-000000000001',
				name: 'Trigger',
				type: 'n8n-nodes-gtm.hubSpotTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {
					authentication: 'token',
					resource: 'contact',
					events: ['propertyChanged'],
					watchedProperties: ['firstname'],
					begin: 'now',
					options: { mostItems: 2_000 },
					pollTimes: {
						item: seconds.map((second) => ({
							mode: 'custom',
							cronExpression: `${second} * * * * *`,
						})),
					},
				},
				credentials: { gtmHubSpotApi: { name: 'HubSpot' } },
			},
			{
				id: 'b0000000-0000-4000-8000-000000000002',
				name: 'Wait',
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				position: [100, 0],
				parameters: { resume: 'timeInterval', amount: EXECUTION_S, unit: 'seconds' },
			},
			{
				id: 'b0000000-0000-4000-8000-000000000003',
				name: 'Next',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: {
			Trigger: { main: [[{ node: 'Wait', type: 'main', index: 0 }]] },
			Wait: { main: [[{ node: 'Next', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'all' },
	});
}

/** Writes what the trigger has to tell of, over the whole time and whether or not n8n is there. */
async function writeAll(): Promise<void> {
	const batches = (CONTACTS / BATCH) * VALUES.length;
	const began = Date.now();
	for (let batch = 0; batch < batches; batch += 1) {
		await sleep(Math.max(0, began + (WRITING_MS / batches) * batch - Date.now()));
		const round = Math.floor(batch / (CONTACTS / BATCH));
		const from = (batch % (CONTACTS / BATCH)) * BATCH;
		const inputs = Array.from({ length: BATCH }, (_, place) => {
			const email = `person${from + place}@company.example`;
			const id = round === 0 ? {} : { id: email, idProperty: 'email' };
			return { ...id, properties: { email, firstname: VALUES[round] } };
		});
		await send(round === 0 ? 'batch/create' : 'batch/update', { inputs });
	}
}

async function send(path: string, body: object): Promise<void> {
	const answer = await fetch(`${sandbox.urls.hubspot}/crm/v3/objects/contacts/${path}`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${SANDBOX_HUBSPOT_TOKEN}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify(body),
	});
	// The limits of the account are the trigger's as well.
	if (answer.status === 429) {
		await sleep(1_000);
		return await send(path, body);
	}
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** The trigger's ledger: "id value" of each value that a contact has got. */
function wantedChanges(): Set<string> {
	const ids = sandbox.records('contacts').map(({ id }) => id);
	return new Set(ids.flatMap((id) => VALUES.map((value) => `${id} ${value}`)));
}

interface Run {
	stoppedAt: number;
	/** "id value" of each item that came through. */
	changes: string[];
}

const known = new Map<number, Run>();

/** What the executions have done that ended well, as n8n has stored them. */
function givenBy(workflowId: string): Run[] {
	return inDatabase((database) => {
		const ended = database
			.prepare(
				"SELECT id, stoppedAt FROM execution_entity WHERE workflowId = ? AND status = 'success'",
			)
			.all(workflowId);
		const data = database.prepare('SELECT data FROM execution_data WHERE executionId = ?');
		for (const { id, stoppedAt } of ended) {
			if (known.has(Number(id))) continue;
			const stored = { id: String(id), status: 'success', data: String(data.get(id)?.data) };
			const changes = readExecution(stored).items('Next').map(changeOf);
			known.set(Number(id), { stoppedAt: Date.parse(`${String(stoppedAt)}Z`), changes });
		}
		return [...known.values()];
	});
}

function countOf(workflowId: string, status: string): number {
	return inDatabase((database) => {
		const counted = database
			.prepare('SELECT count(*) AS count FROM execution_entity WHERE workflowId = ? AND status = ?')
			.get(workflowId, status);
		return Number(counted?.count);
	});
}

/**
 * Executions that began before this moment and never ended. n8n calls them crashed when it starts, unless
 * it was killed before it had noted their beginning: those stay as if they were running.
 */
function cutOff(workflowId: string, before: number): number {
	return inDatabase((database) => {
		const counted = database
			.prepare(
				"SELECT count(*) AS count FROM execution_entity WHERE workflowId = ? AND (status = 'crashed' OR (status IN ('new', 'running') AND createdAt < ?))",
			)
			.get(workflowId, new Date(before).toISOString().replace('T', ' '));
		return Number(counted?.count);
	});
}

function inDatabase<Value>(read: (database: DatabaseSync) => Value): Value {
	const file = join(n8n.userFolder, '.n8n', 'database.sqlite');
	const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
	try {
		return read(database);
	} finally {
		database.close();
	}
}

function changeOf({ id, change }: Item): string {
	return `${String(id)} ${String((change as Item).newValue)}`;
}

function midReading(): boolean {
	const reads = sandbox
		.arrivals()
		.filter(({ path }) => path.endsWith('/2026-03/contacts/batch/read'));
	return reads.length > 5 && reads.at(-1)?.status === undefined;
}

function written(share: number): () => boolean {
	return () => {
		const { created, updated } = sandbox.state().hubspot.objects.contacts;
		return created + updated >= share * CHANGES;
	};
}

async function until(condition: () => boolean): Promise<void> {
	const limit = Date.now() + PATIENCE_MS;
	while (!condition()) {
		if (Date.now() > limit) {
			throw new Error(`What the test waits for did not happen\n${await n8n.logTail(60)}`);
		}
		await sleep(20);
	}
}
