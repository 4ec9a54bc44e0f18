import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { MailServer } from '../counterparts/mailServer';
import { PostgresServer } from '../engine/support/postgres';
import { figuresOf } from './figures';
import { doneOf, mainWorkflow, nodes, openMainJob, peopleFor, type MainJob } from './mainJob';
import { readWorkflow, withNode, type Execution, type RunningN8n, type Workflow } from './n8n';
import { AWAY, outage, postgresSink, readPostgresLog, untilShipped } from './postgresLog';
import { ownN8n } from './sharedN8n';

const PEOPLE = peopleFor(1_200);
const SLACK_TOKEN = 'xoxb-1234-canary-slack';
const SCHEDULE = 'n8n-nodes-base.scheduleTrigger';
const TO = 'operations@your-company.example';

let n8n: RunningN8n;
let remove: (() => Promise<void>) | undefined;
let postgres: PostgresServer;
let mail: MailServer;
let slack: FaultServer;
let job: MainJob | undefined;

beforeAll(async () => {
	postgres = await PostgresServer.start();
	mail = await MailServer.start();
	slack = await FaultServer.start(systemClock);
	slack.afterwards(reply(200, { ok: true, channel: 'C1', ts: '1' }));
	const env = { ...postgresSink(postgres), GTM_LOG_ACCESS: 'instance' };
	({ n8n, remove } = await ownN8n(env));
	await n8n.api.createCredential('SMTP', 'smtp', {
		user: '',
		password: '',
		host: '127.0.0.1',
		port: mail.port,
		secure: false,
		disableStartTls: true,
		hostName: '',
	});
	await n8n.api.createCredential('Slack', 'gtmBearerTokenApi', {
		token: SLACK_TOKEN,
		baseUrl: `${slack.url}/api`,
		account: '',
		rateLimit: 0,
		rateWindow: 60,
		testPath: '/',
	});
}, 1_200_000);
afterAll(async () => {
	await n8n?.kill();
	await job?.stop();
	await Promise.all([mail?.stop(), slack?.close(), postgres?.remove(), remove?.()]);
});

/** An offered workflow with other settings, run as its schedule would. */
async function run(workflow: Workflow): Promise<Execution> {
	const workflowId = await n8n.api.importWorkflow(workflow);
	return await runAgain(workflowId);
}

async function runAgain(workflowId: string): Promise<Execution> {
	const executionId = await n8n.api.runWorkflow(workflowId, SCHEDULE);
	return await n8n.api.waitFor(workflowId, executionId);
}

async function withSettings(file: string, answers: object): Promise<Workflow> {
	const workflow = await readWorkflow(file);
	const found = workflow.nodes.find(({ name }) => name === 'Settings')?.parameters.jsonOutput;
	const jsonOutput = JSON.stringify({ ...JSON.parse(String(found)), ...answers });
	return withNode(workflow, 'Settings', { parameters: { jsonOutput } });
}

test('Postgres goes away during the main job and comes back: in the end nothing is unlogged', async () => {
	job = await openMainJob(n8n, { seed: 11, people: PEOPLE, faults: 'demo' });
	const { workflowId, executionId } = await job.start(await mainWorkflow());
	let isOver = false;
	const local = job.log;
	const done = doneOf(n8n, job);
	const away = outage(postgres, AWAY, { done, isOver: () => isOver });
	const execution = await n8n.api.waitFor(workflowId, executionId);
	isOver = true;
	await away;
	expect(execution).toMatchObject({ status: 'success', error: '' });
	// The node that ended meanwhile says so.
	expect(execution.hints(nodes.enrich).join(' ')).toContain('Postgres');
	await untilShipped(postgres, () => local());
	const figures = figuresOf(
		job,
		execution,
		job.log(() => readPostgresLog(postgres)),
	);
	expect(figures).toMatchObject({ contacts: PEOPLE, lost: 0, appliedTwice: 0, unlogged: 0 });
	expect(figures.logRows).toBe(local().length);
}, 900_000);

test('the report of each morning goes out by email and to Slack', async () => {
	const execution = await run(
		await withSettings('api-report-each-morning.json', { emailTo: TO, slackChannel: '#api' }),
	);
	expect(execution).toMatchObject({ status: 'success', error: '' });
	const [message] = mail.mails;
	expect(message?.to?.map(({ address }) => address)).toEqual([TO]);
	expect(message?.subject).toMatch(/^API report: \d+ requests, \d+ failed$/);
	expect(message?.text).toContain('95 % were faster than');
	expect(message?.text).toContain('- HubSpot ');
	expect(message?.attachments).toMatchObject([
		{ mimeType: 'text/html', filename: expect.stringMatching(/^api-report-[\d-]{10}\.html$/) },
	]);
	const [posted] = slack.arrivals;
	expect(posted?.path).toBe('/api/chat.postMessage');
	expect(posted?.headers.authorization).toBe(`Bearer ${SLACK_TOKEN}`);
	expect(JSON.parse(posted?.body ?? '')).toEqual({
		channel: '#api',
		text: `*${message?.subject}*\n${message?.text?.trimEnd()}`,
	});
}, 300_000);

test('a message that Slack refuses inside a 200 fails, and is not taken for sent', async () => {
	slack.answers(reply(200, { ok: false, error: 'channel_not_found' }));
	const execution = await run(
		await withSettings('api-report-each-morning.json', { slackChannel: '#gone' }),
	);
	expect(execution.status).toBe('error');
	expect(execution.error).toContain('channel_not_found');
}, 300_000);

test('the alarm goes out above a threshold, once an hour, and not below it', async () => {
	const sent = () => mail.mails.filter(({ subject }) => subject?.startsWith('API alarm'));
	const quiet = { emailTo: TO, errorShareAbove: 0.99, quotas: [] };
	expect((await run(await withSettings('api-alarm.json', quiet))).status).toBe('success');
	expect(sent()).toEqual([]);

	const quotas = [{ vendor: 'HubSpot', window: 'day', below: 1e9 }];
	const loud = await withSettings('api-alarm.json', { ...quiet, quotas });
	const workflowId = await n8n.api.importWorkflow(loud);
	expect(await runAgain(workflowId)).toMatchObject({ status: 'success', error: '' });
	expect(sent()).toHaveLength(1);
	expect(sent()[0]?.subject).toMatch(/^API alarm: HubSpot sandbox-/);
	expect(sent()[0]?.text).toMatch(
		/\d+ are left of the quota "day". The alarm is set to 1000000000/,
	);
	await runAgain(workflowId);
	expect(sent()).toHaveLength(1);

	const errors = { emailTo: TO, errorShareAbove: 0.001, callsAtLeast: 5, quotas: [] };
	await run(await withSettings('api-alarm.json', errors));
	// The demo's faults met both providers.
	expect(sent().map(({ subject }) => subject?.split(' ')[2])).toEqual(
		expect.arrayContaining(['Apollo', 'HubSpot']),
	);
}, 300_000);
