import type { Person } from '../data/person';
import type { FaultRule } from '../faults/faultPlan';
import { retryAfterOf } from '../faults/faultPlan';
import type { Vendor, VendorAnswer, VendorRequest } from '../http/exchange';
import { htmlAnswer, jsonAnswer } from '../http/exchange';
import { CreditBalance } from './creditBalance';
import { endpointsOpenTo } from './keys';
import { Parameters } from './parameters';
import { PeopleDirectory } from './peopleDirectory';
import { matchPeople, matchPerson } from './peopleMatch';
import { peopleSearch } from './peopleSearch';
import type { ApolloPlan, EndpointClass, WindowLimits } from './plans';
import { PLAN_LIMITS } from './plans';
import type { WindowLengths } from './rateWindows';
import { RateWindows, WINDOW_LENGTHS } from './rateWindows';
import { invalidKey, misconfigured, notAuthorized, notFound, tooManyCalls } from './refusals';

export interface ApolloQuotas {
	plan: ApolloPlan;
	credits: number;
	displayCap: number;
	windows: Partial<Record<EndpointClass, WindowLimits>>;
	windowMs: Partial<WindowLengths>;
}

interface Endpoint {
	method: string;
	path: string;
	kind: EndpointClass;
	run(parameters: Parameters): VendorAnswer;
}

/** A burst that names no seconds still has a retry-after: Apollo sends one with every 429. */
const DEFAULT_RETRY_AFTER = 1;

export class ApolloVendor implements Vendor {
	readonly name = 'apollo';
	readonly credits: CreditBalance;
	private readonly directory: PeopleDirectory;
	private readonly windows = new Map<string, RateWindows>();
	private readonly endpoints: Endpoint[];

	constructor(
		people: readonly Person[],
		private readonly quotas: ApolloQuotas,
	) {
		this.credits = new CreditBalance(quotas.credits);
		this.directory = new PeopleDirectory(people);
		const { directory, credits } = this;
		this.endpoints = [
			{
				method: 'GET',
				path: '/api/v1/auth/health',
				kind: 'general',
				run: () => jsonAnswer(200, { healthy: true, is_logged_in: true }, { applied: true }),
			},
			{
				method: 'POST',
				path: '/api/v1/mixed_people/api_search',
				kind: 'search',
				run: (parameters) => peopleSearch(parameters, people, quotas.displayCap),
			},
			{
				method: 'POST',
				path: '/api/v1/people/match',
				kind: 'enrichment',
				run: (parameters) => matchPerson(parameters, directory, credits),
			},
			{
				method: 'POST',
				path: '/api/v1/people/bulk_match',
				kind: 'bulkEnrichment',
				run: (parameters) => matchPeople(parameters, directory, credits),
			},
		];
	}

	notice(): void {}

	answerLost(): void {}

	answer(request: VendorRequest): VendorAnswer {
		const endpoint = this.endpointOf(request);
		if (endpoint === undefined) return notFound();
		const scope = endpointsOpenTo(request.headers['x-api-key']);
		if (scope === undefined) return invalidKey();
		if (scope !== 'all' && !scope.includes(endpoint.path))
			return notAuthorized(endpoint.path.slice(1));

		const verdict = this.windowsOf(endpoint).take(Date.now());
		if (verdict.exhausted !== undefined) {
			const { limit, name } = verdict.exhausted;
			return tooManyCalls(endpoint.path.slice(1), limit, name, verdict.headers);
		}
		const parameters = Parameters.of(request);
		const answer =
			parameters === undefined
				? misconfigured('The body is not a JSON object')
				: endpoint.run(parameters);
		return { ...answer, headers: { ...verdict.headers, ...answer.headers } };
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
		const endpoint = this.endpointOf(request);
		const limit = endpoint === undefined ? null : this.limitsOf(endpoint).minute;
		const usual = endpoint === undefined ? {} : this.windowsOf(endpoint).headers(Date.now());
		return tooManyCalls(request.path.slice(1), limit ?? 0, 'minute', {
			...usual,
			'x-minute-requests-left': '0',
			'retry-after': String(rule.retryAfter ?? DEFAULT_RETRY_AFTER),
		});
	}

	private endpointOf({ method, path }: VendorRequest): Endpoint | undefined {
		return this.endpoints.find((each) => each.method === method && each.path === path);
	}

	private limitsOf(endpoint: Endpoint): WindowLimits {
		return this.quotas.windows[endpoint.kind] ?? PLAN_LIMITS[this.quotas.plan][endpoint.kind];
	}

	private windowsOf(endpoint: Endpoint): RateWindows {
		let windows = this.windows.get(endpoint.path);
		if (windows === undefined) {
			windows = new RateWindows(this.limitsOf(endpoint), {
				...WINDOW_LENGTHS,
				...this.quotas.windowMs,
			});
			this.windows.set(endpoint.path, windows);
		}
		return windows;
	}
}
