import { setTimeout as sleep } from 'node:timers/promises';

import { readExecution, type Execution } from './execution';
import type { Workflow } from './workflow';

/** The login that the trial instance is set up with. */
export const owner = {
	email: 'owner@example.com',
	password: 'Trial-instance-1',
	firstName: 'Trial',
	lastName: 'Owner',
};

interface ExecutionSummary {
	id: string;
	status: string;
}

/** Whether the triggers of a workflow listen. */
interface Publication {
	/** in_progress | not_published | published | partial | failed */
	status: string;
	triggers: Array<{ errorMessage: string | null }>;
}

interface Answer {
	status: number;
	headers: Headers;
	text: string;
}

/** How long one answer may take, and for how long a busy n8n is asked again. */
const answerLimitMs = 60_000;
const busyLimitMs = 180_000;

/**
 * n8n calls an execution crashed whose wait is over when it starts: it wakes it up, and then takes it for
 * one that was running when n8n ended (seen in 2.41). It goes on all the same, and its end counts.
 */
const crashedLimitMs = 30_000;

const endStates = new Set(['success', 'error', 'crashed', 'canceled']);

/** n8n's internal REST interface, as its editor uses it. Every failure says what n8n answered. */
export class N8nApi {
	private cookie = '';

	private readonly credentialIds = new Map<string, string>();

	constructor(private readonly url: string) {}

	/** Whether n8n says that its database is migrated and connected. */
	async isReady(): Promise<boolean> {
		const response = await fetch(`${this.url}/healthz/readiness`).catch(() => undefined);
		return response?.ok ?? false;
	}

	/** Whether the list of node types, the last thing to be served at a start, is there. */
	async servesNodeTypes(): Promise<boolean> {
		const settings = await fetch(`${this.url}/rest/settings`).catch(() => undefined);
		return settings?.headers.get('content-type')?.includes('json') ?? false;
	}

	/** Makes the owner account on a new user folder, signs in on a known one. */
	async signIn(): Promise<void> {
		const { data } = await this.json<{
			data: { userManagement: { showSetupOnFirstLoad: boolean } };
		}>('GET', '/rest/settings');
		if (data.userManagement.showSetupOnFirstLoad) {
			await this.json('POST', '/rest/owner/setup', owner);
			return;
		}
		await this.json('POST', '/rest/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
	}

	/** Names of all node types that n8n serves to its editor, such as `n8n-nodes-base.set`. */
	async nodeTypes(): Promise<string[]> {
		const types = await this.json<Array<{ name: string }>>('GET', '/types/nodes.json');
		return types.map(({ name }) => name);
	}

	/** Stores a credential; returns its id. Workflows that name it are connected to it on import. */
	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<string> {
		const created = await this.json<{ data: { id: string } }>('POST', '/rest/credentials', {
			name,
			type,
			data,
		});
		this.credentialIds.set(name, created.data.id);
		return created.data.id;
	}

	/**
	 * Connects an OAuth2 credential as the editor's button does: `authorize` is the person in front of
	 * the provider's pages, and returns the address that they are sent back to.
	 */
	async connectOAuth2(
		credentialId: string,
		authorize: (authorizationUrl: string) => Promise<string>,
	): Promise<void> {
		const { data } = await this.json<{ data: string }>(
			'GET',
			`/rest/oauth2-credential/auth?id=${credentialId}`,
		);
		const callback = await authorize(data);
		const response = await fetch(callback, { headers: { cookie: this.cookie } });
		const page = await response.text();
		if (!response.ok || /error/i.test(page)) {
			throw new Error(`n8n answered ${response.status} to the callback: ${page.slice(0, 500)}`);
		}
	}

	/** Imports a workflow, with its credentials found by name; returns its id. */
	async importWorkflow(workflow: Workflow): Promise<string> {
		const nodes = workflow.nodes.map((node) => {
			if (node.credentials === undefined) return node;
			const credentials = Object.entries(node.credentials).map(([type, { name }]) => {
				const id = this.credentialIds.get(name);
				if (id === undefined)
					throw new Error(`The workflow wants a credential "${name}": make it first`);
				return [type, { id, name }] as const;
			});
			return { ...node, credentials: Object.fromEntries(credentials) };
		});
		const created = await this.json<{ data: { id: string } }>('POST', '/rest/workflows', {
			...workflow,
			nodes,
		});
		return created.data.id;
	}

	/**
	 * Starts a workflow at its Manual Trigger, or at the trigger of another type, as the editor's button
	 * does; returns the execution's id.
	 */
	async runWorkflow(workflowId: string, at = 'n8n-nodes-base.manualTrigger'): Promise<string> {
		const { data } = await this.json<{ data: Workflow }>('GET', `/rest/workflows/${workflowId}`);
		const trigger = data.nodes.find(({ type }) => type === at);
		if (trigger === undefined) throw new Error(`Workflow "${data.name}" has no ${at}`);
		const started = await this.json<{ data: { executionId?: string } }>(
			'POST',
			`/rest/workflows/${workflowId}/run`,
			{ triggerToStartFrom: { name: trigger.name } },
		);
		if (started.data.executionId === undefined) {
			throw new Error(`n8n did not start the workflow: ${JSON.stringify(started)}`);
		}
		return started.data.executionId;
	}

	/** Makes a workflow listen for its triggers; throws what n8n says where one of them cannot. */
	async activate(workflowId: string): Promise<void> {
		const { data } = await this.json<{ data: { versionId: string } }>(
			'GET',
			`/rest/workflows/${workflowId}`,
		);
		await this.json('POST', `/rest/workflows/${workflowId}/activate`, {
			versionId: data.versionId,
		});
		const { status, triggers } = await this.published(workflowId);
		if (status === 'published') return;
		const why = triggers.map(({ errorMessage }) => errorMessage).filter((said) => said !== null);
		throw new Error(`The workflow is not active but "${status}": ${why.join('; ')}`);
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.json('POST', `/rest/workflows/${workflowId}/deactivate`, {});
		await this.published(workflowId);
	}

	/** n8n answers at once, and adds and removes triggers in the background. */
	private async published(workflowId: string): Promise<Publication> {
		const path = `/rest/workflows/${workflowId}/publication-status`;
		for (const limit = Date.now() + busyLimitMs; ; ) {
			const { data } = await this.json<{ data: Publication }>('GET', path);
			if (data.status !== 'in_progress') return data;
			if (Date.now() > limit) throw new Error(`n8n is still at ${path} after a long while`);
			await sleep(100);
		}
	}

	/** Executions of a workflow that have ended, the oldest first. */
	async ended(workflowId: string): Promise<Execution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { data } = await this.json<{ data: { results: ExecutionSummary[] } }>(
			'GET',
			`/rest/executions?filter=${filter}&limit=100`,
		);
		const ids = data.results.filter(({ status }) => endStates.has(status)).map(({ id }) => id);
		return await Promise.all(ids.reverse().map(async (id) => await this.execution(id)));
	}

	/** new | running | waiting | success | error | crashed | canceled; cheap to ask, the data stays in n8n. */
	async executionStatus(workflowId: string, executionId: string): Promise<string> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { data } = await this.json<{ data: { results: ExecutionSummary[] } }>(
			'GET',
			`/rest/executions?filter=${filter}&limit=20`,
		);
		return data.results.find(({ id }) => id === executionId)?.status ?? 'new';
	}

	/** An execution with all its data. */
	async execution(executionId: string): Promise<Execution> {
		const { data } = await this.json<{ data: { id: string; status: string; data: string } }>(
			'GET',
			`/rest/executions/${executionId}`,
		);
		return readExecution(data);
	}

	/** Waits until the execution has ended, however it ended, and returns it. */
	async waitFor(workflowId: string, executionId: string, limitMs = 600_000): Promise<Execution> {
		const limit = Date.now() + limitMs;
		let crashedAt = Infinity;
		for (;;) {
			const status = await this.executionStatus(workflowId, executionId);
			crashedAt = status === 'crashed' ? Math.min(crashedAt, Date.now()) : Infinity;
			const isEnd = crashedAt === Infinity || Date.now() - crashedAt > crashedLimitMs;
			if (endStates.has(status) && isEnd) return await this.execution(executionId);
			if (Date.now() > limit) {
				throw new Error(`Execution ${executionId} is still "${status}" after ${limitMs / 1000} s`);
			}
			await sleep(500);
		}
	}

	private async json<T>(method: string, path: string, body?: unknown): Promise<T> {
		const { status, headers, text } = await this.answer(method, path, body);
		if (status >= 400) {
			throw new Error(`n8n answered ${status} to ${method} ${path}: ${text.slice(0, 1000)}`);
		}
		for (const header of headers.getSetCookie()) {
			if (header.startsWith('n8n-auth=')) this.cookie = header.split(';')[0];
		}
		return JSON.parse(text) as T;
	}

	/**
	 * One answer. On a machine whose disk stalls, n8n says 503 "Database is not ready" for a while, before
	 * it looks at the request: that is asked again, and so is a GET whose connection broke.
	 */
	private async answer(method: string, path: string, body: unknown): Promise<Answer> {
		const limit = Date.now() + busyLimitMs;
		for (;;) {
			const again = Date.now() < limit;
			try {
				const answer = await this.once(method, path, body);
				if (!again || answer.status !== 503 || !answer.text.includes('not ready')) return answer;
			} catch (error) {
				if (!again || method !== 'GET') {
					throw new Error(`n8n did not answer ${method} ${path}`, { cause: error });
				}
			}
			await sleep(1_000);
		}
	}

	private async once(method: string, path: string, body: unknown): Promise<Answer> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...(this.cookie === '' ? {} : { cookie: this.cookie }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(answerLimitMs),
		});
		return { status: response.status, headers: response.headers, text: await response.text() };
	}
}
