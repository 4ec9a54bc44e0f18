import type { Person } from '../data/person';
import type { FaultRule } from '../faults/faultPlan';
import { retryAfterOf } from '../faults/faultPlan';
import type { Vendor, VendorAnswer, VendorRequest } from '../http/exchange';
import { htmlAnswer, jsonAnswer } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { WriteLedger } from '../writeLedger';
import { CreditBalance } from './creditBalance';
import type { Endpoint, Match } from './endpoint';
import { matchOf, Refused } from './endpoint';
import { endpointsOpenTo } from './keys';
import { Parameters } from './parameters';
import { phoneOptions, type PhoneOptions } from './phoneOptions';
import { PhoneReveals } from './phoneReveals';
import { phoneRoutes } from './phoneRoutes';
import type { ApolloPlan, EndpointClass, WindowLimits } from './plans';
import { PLAN_LIMITS } from './plans';
import type { WindowLengths } from './rateWindows';
import { RateWindows, WINDOW_LENGTHS } from './rateWindows';
import {
	invalidKey,
	misconfigured,
	needsPaidPlan,
	notAuthorized,
	notFound,
	tooManyCalls,
} from './refusals';
import { databaseRoutes } from './routes/databaseRoutes';
import { dealRoutes } from './routes/dealRoutes';
import { recordRoutes } from './routes/recordRoutes';
import { sequenceRoutes } from './routes/sequenceRoutes';
import { teamRoutes } from './routes/teamRoutes';
import { ACCOUNTS, CONTACTS, type TeamRecordName } from './team/recordKind';
import { plain } from './team/checks';
import { Team, type SeededTeam } from './team/team';

export interface ApolloQuotas {
	plan: ApolloPlan;
	credits: number;
	displayCap: number;
	windows: Partial<Record<EndpointClass, WindowLimits>>;
	windowMs: Partial<WindowLengths>;
	/** What the team holds at the start. */
	team: SeededTeam;
	phones?: Partial<PhoneOptions>;
}

/** A burst that names no seconds still has a retry-after: Apollo sends one with every 429. */
const DEFAULT_RETRY_AFTER = 1;

export class ApolloVendor implements Vendor {
	readonly name = 'apollo';
	readonly credits: CreditBalance;
	readonly team: Team;
	readonly phones: PhoneReveals;
	readonly ledger = new WriteLedger<TeamRecordName>();
	private readonly windows = new Map<string, RateWindows>();
	private readonly endpoints: Endpoint[];

	constructor(
		people: readonly Person[],
		private readonly quotas: ApolloQuotas,
	) {
		const { displayCap } = quotas;
		const credits = new CreditBalance(quotas.credits);
		const team = new Team(people, quotas.team);
		const phones = new PhoneReveals(phoneOptions(quotas.phones), credits);
		this.credits = credits;
		this.phones = phones;
		this.team = team;
		this.endpoints = [
			...databaseRoutes({ people, team, credits, phones, displayCap }),
			...phoneRoutes(phones),
			...recordRoutes(team, displayCap),
			...dealRoutes(team),
			...sequenceRoutes(team),
			...teamRoutes(team, credits, () => this.usage()),
		];
	}

	notice(request: VendorRequest): void {
		const match = matchOf(this.endpoints, request);
		if (match !== undefined) this.ledger.arrivedToCreate(keysToCreate(match, request));
	}

	answerLost(request: VendorRequest, answer: VendorAnswer): void {
		const operation = matchOf(this.endpoints, request)?.endpoint.scope ?? '';
		for (const { effect, key } of answer.effects ?? []) {
			if (effect === 'created') this.ledger.unanswered.push({ operation, key });
		}
	}

	answer(request: VendorRequest): VendorAnswer {
		const match = matchOf(this.endpoints, request);
		if (match === undefined) return notFound();
		const { endpoint } = match;
		const open = endpointsOpenTo(request.headers['x-api-key']);
		if (open === undefined) return invalidKey();
		if (open !== 'all' && !open.includes(endpoint.scope)) return notAuthorized(endpoint.scope);
		if (endpoint.paidOnly === true && this.quotas.plan === 'free') return needsPaidPlan();

		const verdict = this.windowsOf(endpoint).take(Date.now());
		if (verdict.exhausted !== undefined) {
			const { limit, name } = verdict.exhausted;
			return tooManyCalls(endpoint.scope, limit, name, verdict.headers);
		}
		const answer = this.run(match, request);
		this.keepCount(endpoint, answer);
		return { ...answer, headers: { ...verdict.headers, ...answer.headers } };
	}

	private run({ endpoint, id }: Match, request: VendorRequest): VendorAnswer {
		const parameters = Parameters.of(request);
		if (parameters === undefined) return misconfigured('The body is not a JSON object');
		try {
			return endpoint.run(parameters, id);
		} catch (error) {
			if (error instanceof Refused) return error.answer;
			throw error;
		}
	}

	private keepCount({ scope }: Endpoint, answer: VendorAnswer): void {
		if (answer.applied !== true) return;
		const name = (['contacts', 'accounts'] as const).find((each) => scope.includes(`/${each}/`));
		const isWrite = answer.effects !== undefined;
		if (!isWrite) return;
		if (scope.includes('/bulk_')) this.ledger.batchWrites++;
		this.ledger.wrote(name ?? 'deals', answer.effects ?? [], /create$/.test(scope));
	}

	/** Keyed by lists that are texts, as Apollo has it. */
	private usage(): JsonObject {
		const entries = this.endpoints.map((endpoint) => {
			const place = endpoint.scope.lastIndexOf('/');
			const key = `["${endpoint.scope.slice(0, place)}", "${endpoint.scope.slice(place + 1)}"]`;
			return [key, this.windowsOf(endpoint).usage(Date.now())];
		});
		return Object.fromEntries(entries);
	}

	faultAnswer(rule: FaultRule, request: VendorRequest): VendorAnswer {
		switch (rule.kind) {
			case 'status-500':
				return jsonAnswer(500, { error: 'An error occurred while processing your request.' });
			case 'html-502':
				return htmlAnswer(502, '502 Bad Gateway', { server: 'cloudflare' });
			case 'expired-token':
				return invalidKey();
			case 'burst-429':
				return this.burst(rule, request);
			default:
				return htmlAnswer(503, '503 Service Temporarily Unavailable', {
					server: 'cloudflare',
					...retryAfterOf(rule),
				});
		}
	}

	private burst(rule: FaultRule, request: VendorRequest): VendorAnswer {
		const endpoint = matchOf(this.endpoints, request)?.endpoint;
		const limit = endpoint === undefined ? null : this.limitsOf(endpoint).minute;
		const usual = endpoint === undefined ? {} : this.windowsOf(endpoint).headers(Date.now());
		return tooManyCalls(request.path.slice(1), limit ?? 0, 'minute', {
			...usual,
			'x-minute-requests-left': '0',
			'retry-after': String(rule.retryAfter ?? DEFAULT_RETRY_AFTER),
		});
	}

	private limitsOf(endpoint: Endpoint): WindowLimits {
		return this.quotas.windows[endpoint.kind] ?? PLAN_LIMITS[this.quotas.plan][endpoint.kind];
	}

	private windowsOf(endpoint: Endpoint): RateWindows {
		let windows = this.windows.get(endpoint.scope);
		if (windows === undefined) {
			windows = new RateWindows(this.limitsOf(endpoint), {
				...WINDOW_LENGTHS,
				...this.quotas.windowMs,
			});
			this.windows.set(endpoint.scope, windows);
		}
		return windows;
	}
}

/** The keys of the records that a request wants to create, whether they are acceptable or not. */
function keysToCreate({ endpoint }: Match, request: VendorRequest): string[] {
	const kind = [CONTACTS, ACCOUNTS].find(({ name }) => endpoint.scope.includes(`/${name}/`));
	if (!/create$/.test(endpoint.scope)) return [];
	const body = Parameters.of(request)?.all() ?? {};
	if (kind === undefined) return [plain(body.name)];
	const rows: unknown[] = Array.isArray(body[kind.name]) ? (body[kind.name] as unknown[]) : [body];
	return rows.filter(isJsonObject).map((row) => kind.keyOf(row));
}
