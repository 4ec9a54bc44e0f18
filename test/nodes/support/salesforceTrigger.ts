import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { asArray, asObject } from '../../../nodes/shared/engine/body';
import type { JsonValue } from '../../../nodes/shared/engine/types';
import { SalesforceTrigger } from '../../../nodes/Salesforce/SalesforceTrigger.node';
import {
	SANDBOX_SALESFORCE_TOKEN,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import { poller, type Poller, type PollerSetup } from './pollNode';
import type { NodeSetup } from './runNode';
import { connected } from './salesforce';

export const MINUTE = 60_000;

/**
 * A sandbox and triggers of one process, with one clock that stands still until it is moved. In front
 * of the sandbox stands what a server's answers have beside its own: the time of its clock.
 */
export class SalesforceTriggerRig {
	now = Date.parse('2026-11-23T09:00:00Z');
	/** How far the server's clock is ahead of ours. */
	private skewMs = 0;
	private front: Server | undefined;
	private running: Sandbox | undefined;

	static async start(salesforce: SandboxOptions['salesforce'] = {}): Promise<SalesforceTriggerRig> {
		const rig = new SalesforceTriggerRig();
		rig.skewMs = salesforce.clockSkewMs ?? 0;
		jest.spyOn(Date, 'now').mockImplementation(() => rig.now);
		rig.running = await startSandbox({
			people: 0,
			latency: 0,
			salesforce: { dailyLimit: 1e9, ...salesforce },
		});
		await rig.open();
		return rig;
	}

	get sandbox(): Sandbox {
		if (!this.running) throw new Error('The sandbox is not running');
		return this.running;
	}

	/** A trigger on contacts unless told. */
	trigger(parameters: IDataObject = {}, setup: PollerSetup = {}): Poller {
		const port = (this.front?.address() as AddressInfo).port;
		return poller(
			{
				authentication: 'oAuth2',
				objectType: { __rl: true, mode: 'id', value: 'Contact' },
				events: ['created', 'updated', 'deleted'],
				begin: 'all',
				simplify: true,
				fieldsToReturn: ['LastName'],
				// The node's own windows count on the clock that stands still.
				gtmRateLimit: 'off',
				gtmOptions: { firstWait: 0.01 },
				...parameters,
			},
			{
				gtmSalesforceOAuth2Api: connected(`http://127.0.0.1:${port}`),
			} as NodeSetup['credentials'],
			{ type: new SalesforceTrigger(), ...setup },
		);
	}

	/** The clock moves on, so that the second at hand is over. */
	pass(ms = MINUTE): void {
		this.now += ms;
	}

	/** Creates records; gives their IDs, in order. */
	async create(names: string[], type = 'Contact', rest: IDataObject = {}): Promise<string[]> {
		const ids: string[] = [];
		for (let at = 0; at < names.length; at += 200) {
			const records = names
				.slice(at, at + 200)
				.map((name) => ({ attributes: { type }, LastName: name, ...rest }));
			const results = await this.send('POST', 'composite/sobjects', { records });
			ids.push(...asArray(results).map((result) => String(asObject(result).id)));
		}
		return ids;
	}

	async update(id: string, fields: IDataObject): Promise<void> {
		await this.send('PATCH', `sobjects/Contact/${id}`, fields);
	}

	async delete(id: string): Promise<void> {
		await this.send('DELETE', `sobjects/Contact/${id}`);
	}

	/** Requests of the trigger, and not of the test itself. */
	queries(): number {
		return this.sandbox.arrivals().filter(({ path }) => /\/query(All)?$/.test(path)).length;
	}

	async stop(): Promise<void> {
		jest.restoreAllMocks();
		await new Promise((resolve) => this.front?.close(resolve));
		await this.running?.stop();
	}

	private async open(): Promise<void> {
		const { salesforce } = this.sandbox.urls;
		this.front = createServer((message, response) => {
			const forward = async () => {
				const { authorization = '' } = message.headers;
				const chunks: Buffer[] = [];
				for await (const chunk of message) chunks.push(chunk as Buffer);
				const answer = await fetch(`${salesforce}${message.url}`, {
					method: message.method ?? 'GET',
					headers: { authorization, 'content-type': 'application/json' },
					...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
				});
				const date = new Date(this.now + this.skewMs).toUTCString();
				const info = answer.headers.get('sforce-limit-info') ?? '';
				response.writeHead(answer.status, {
					date,
					'content-type': answer.headers.get('content-type') ?? '',
					'sforce-limit-info': info,
				});
				response.end(await answer.text());
			};
			void forward();
		});
		await new Promise<void>((resolve) => this.front?.listen(0, '127.0.0.1', resolve));
	}

	private async send(method: string, path: string, body?: object): Promise<JsonValue> {
		const url = `${this.sandbox.urls.salesforce}/services/data/v67.0/${path}`;
		const answer = await fetch(url, {
			method,
			headers: {
				authorization: `Bearer ${SANDBOX_SALESFORCE_TOKEN}`,
				'content-type': 'application/json',
			},
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		return text === '' ? {} : (JSON.parse(text) as JsonValue);
	}
}

export const itemsOf = (given: INodeExecutionData[][] | null): IDataObject[] =>
	(given?.[0] ?? []).map(({ json }) => json);

/** "created Ada": what each item tells. */
export const told = (given: INodeExecutionData[][] | null): string[] =>
	itemsOf(given).map(({ event, LastName }) => `${String(event)} ${String(LastName)}`);
