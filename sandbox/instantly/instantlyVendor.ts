import type { FaultRule } from '../faults/faultPlan';
import { retryAfterOf } from '../faults/faultPlan';
import type { Vendor, VendorAnswer, VendorRequest } from '../http/exchange';
import { htmlAnswer } from '../http/exchange';
import { WriteLedger } from '../writeLedger';
import { refusedEntry } from './access';
import { bodyIfAny } from './body';
import type { InstantlyRecord, RecordName } from './records/record';
import { prefixOf, RECORD_NAMES } from './records/record';
import { badRequest, errorAnswer, Refused } from './refusals';
import type { Route } from './route';
import { paramsOf } from './route';
import { ROUTES } from './routes';
import { seedWorkspace } from './seedWorkspace';
import type { InstantlySettings } from './settings';
import { disable, noDeliveries } from './webhooks/delivery';
import { RollingWindow } from './window';
import { Workspace } from './workspace';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

const TOO_MANY = 'Rate limit exceeded';

/** A workspace behind its API. */
export class InstantlyVendor implements Vendor {
	readonly name = 'instantly';
	readonly ledger = new WriteLedger<RecordName>();
	readonly workspace: Workspace;
	readonly deliveries = noDeliveries();
	/** How often each sub-workspace was acted for. */
	readonly actingAs: Record<string, number> = {};
	private readonly windows: RollingWindow[];
	private readonly emailLists: RollingWindow;
	/** Calls of webhooks that have failed in a row. */
	private readonly failures = new Map<string, number>();

	constructor(private readonly settings: InstantlySettings) {
		this.workspace = new Workspace(settings);
		seedWorkspace(this.workspace, settings);
		this.windows = [
			new RollingWindow(settings.perSecond, SECOND_MS),
			new RollingWindow(settings.perMinute, MINUTE_MS),
		];
		this.emailLists = new RollingWindow(settings.emailListsPerMinute, MINUTE_MS);
	}

	notice(request: VendorRequest): void {
		const keys = routeOf(request)?.createKeys;
		const body = bodyIfAny(request);
		if (keys !== undefined && body !== undefined) this.ledger.arrivedToCreate(keys(body));
	}

	answer(request: VendorRequest): VendorAnswer {
		const found = routeOf(request);
		if (found === undefined) {
			return errorAnswer(404, `Route ${request.method}:${request.path} not found`);
		}
		const refused = refusedEntry(request, found.scope, this.settings.paid);
		if (refused !== undefined) return refused;
		if (!this.takes(found)) return errorAnswer(429, TOO_MANY);
		const workspace = request.headers['x-as-workspace'];
		if (typeof workspace === 'string') {
			this.actingAs[workspace] = (this.actingAs[workspace] ?? 0) + 1;
		}
		try {
			return this.run(found, request);
		} catch (error) {
			if (error instanceof Refused) return error.answer;
			throw error;
		}
	}

	answerLost(request: VendorRequest, { effects = [] }: VendorAnswer): void {
		const found = routeOf(request);
		if (found?.createKeys === undefined) return;
		const operation = request.path.replace('/api/v2/', '');
		for (const { effect, key } of effects) {
			if (effect === 'created') this.ledger.unanswered.push({ operation, key });
		}
	}

	/** No answer says how long: a burst is a 429 like any other (rate limits guide, 2026-11). */
	faultAnswer(rule: FaultRule): VendorAnswer {
		switch (rule.kind) {
			case 'status-500':
				return errorAnswer(500, 'Internal server error');
			case 'html-502':
				return htmlAnswer(502, '502 Bad Gateway', { server: 'cloudflare' });
			case 'expired-token':
				return errorAnswer(401, 'Invalid API key');
			case 'burst-429':
				return { ...errorAnswer(429, TOO_MANY), headers: retryAfterOf(rule) };
			default:
				return { ...errorAnswer(503, 'Service Unavailable'), headers: retryAfterOf(rule) };
		}
	}

	/** Counts a call of a webhook; one that fails too often in a row is switched off. */
	noteDelivery(webhook: InstantlyRecord, isTaken: boolean): boolean {
		const failed = isTaken ? 0 : (this.failures.get(webhook.id) ?? 0) + 1;
		this.failures.set(webhook.id, failed);
		if (failed >= this.settings.webhookFailures) {
			disable(webhook);
			this.failures.delete(webhook.id);
			this.deliveries.disabled += 1;
		}
		return isTaken;
	}

	private takes({ listsEmails = false }: Route): boolean {
		const now = Date.now();
		const windows = listsEmails ? [...this.windows, this.emailLists] : this.windows;
		if (!windows.every((window) => window.hasRoom(now))) return false;
		for (const window of windows) window.take(now);
		return true;
	}

	private run(found: Route, request: VendorRequest): VendorAnswer {
		const contentType = request.headers['content-type'];
		if (request.body === '' && contentType !== undefined) {
			// As Fastify says it, on which the API runs.
			throw badRequest("Body cannot be empty when content-type is set to 'application/json'");
		}
		if (request.body !== '' && !/^application\/json\b/i.test(contentType ?? '')) {
			return errorAnswer(415, `Unsupported Media Type: ${contentType ?? 'undefined'}`);
		}
		const params = paramsOf(found, request.path);
		if (params === undefined) throw badRequest(`'${request.path}' is not a valid url component`);
		const answer = found.run({ workspace: this.workspace, vendor: this, request, params });
		if (answer.applied === true) this.keepCount(found, answer);
		return answer;
	}

	private keepCount(found: Route, { effects = [] }: VendorAnswer): void {
		for (const name of RECORD_NAMES) {
			const own = effects.filter(({ id }) => id.startsWith(prefixOf(name)));
			if (own.length > 0) this.ledger.wrote(name, own, found.createKeys !== undefined);
		}
	}
}

function routeOf({ method, path }: VendorRequest): Route | undefined {
	return ROUTES.find((each) => each.method === method && each.path.test(path));
}
