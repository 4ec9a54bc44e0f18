import {
	SANDBOX_APOLLO_KEY,
	SANDBOX_HUBSPOT_TOKEN,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';
import {
	countApiLog,
	readApiLog,
	readWorkflow,
	type Execution,
	type LogRow,
	type N8nApi,
	type Workflow,
} from './n8n';

/** The workflow of the main job, as the project offers it for import. */
export const mainWorkflow = (): Promise<Workflow> =>
	readWorkflow('apollo-people-to-hubspot-contacts.json');

/** Names of its nodes. */
export const nodes = {
	search: 'Search People',
	enrich: 'Enrich People',
	matched: 'Matched',
	write: 'Create or Update Contacts',
} as const;

/** How many people a test works on: its usual number, or GTM_E2E_PEOPLE (hundreds) for a full-size run. */
export function peopleFor(usual: number): number {
	return Number(process.env.GTM_E2E_PEOPLE ?? usual);
}

/** The sandbox's vendors, connected to an n8n by credentials of the names that the workflow wants. */
export interface MainJob {
	sandbox: Sandbox;
	/** Imports the workflow and starts it. */
	start(workflow: Workflow): Promise<{ workflowId: string; executionId: string }>;
	/** Imports the workflow, runs it and waits for its end. */
	run(workflow: Workflow): Promise<Execution>;
	/** The rows of all executions started here: of the API log's file, or of where it brings them. */
	log(read?: () => LogRow[]): LogRow[];
	stop(): Promise<void>;
}

let jobs = 0;

/** Starts a sandbox and stores its credentials in n8n, which has to be signed in. */
export async function openMainJob(
	n8n: { api: N8nApi; userFolder: string },
	options: SandboxOptions,
): Promise<MainJob> {
	const sandbox = await startSandbox(options);
	// An account of its own, so that quotas used up by an earlier sandbox do not count here.
	jobs += 1;
	const account = `sandbox-${process.pid}-${jobs}-${Date.now()}`;
	await connect(n8n.api, sandbox, account);
	const executionIds = new Set<string>();

	const start: MainJob['start'] = async (workflow) => {
		const workflowId = await n8n.api.importWorkflow(workflow);
		const executionId = await n8n.api.runWorkflow(workflowId);
		executionIds.add(executionId);
		return { workflowId, executionId };
	};
	return {
		sandbox,
		start,
		run: async (workflow) => {
			const { workflowId, executionId } = await start(workflow);
			return await n8n.api.waitFor(workflowId, executionId);
		},
		log: (read = () => readApiLog(n8n.userFolder)) =>
			read().filter(({ execution }) => executionIds.has(execution)),
		stop: async () => await sandbox.stop(),
	};
}

/** The part of the work that is done, 0 to 1: half of it is enriching, and half writing. */
export function doneOf({ userFolder }: { userFolder: string }, { sandbox }: MainJob): () => number {
	const people = sandbox.people().length;
	return () => (countApiLog(userFolder).enriched + sandbox.state().hubspot.contacts) / (2 * people);
}

/** Makes the credentials that the workflow names. */
export async function connect(api: N8nApi, sandbox: Sandbox, account: string): Promise<void> {
	await api.createCredential('Apollo', 'gtmApolloApi', {
		apiKey: SANDBOX_APOLLO_KEY,
		plan: 'paid',
		baseUrl: sandbox.urls.apollo,
		account,
	});
	await api.createCredential('HubSpot', 'gtmHubSpotApi', {
		accessToken: SANDBOX_HUBSPOT_TOKEN,
		plan: 'professional',
		apiLimitIncrease: 0,
		apiVersion: '2026-03',
		baseUrl: sandbox.urls.hubspot,
		account,
	});
}
