import { randomUUID } from 'node:crypto';

import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import type { Caller } from './access';

export type HubspotPlan = 'starter' | 'professional' | 'enterprise';

/**
 * Per private app in ten seconds and per account in a day (developers.hubspot.com usage guidelines
 * and the changelog "Increasing our API limits", as read in autumn 2026).
 */
export const PLAN_QUOTAS: Record<HubspotPlan, PlanQuotas> = {
	starter: { burstLimit: 100, associationBurstLimit: 100, dailyLimit: 250_000 },
	professional: { burstLimit: 190, associationBurstLimit: 150, dailyLimit: 625_000 },
	enterprise: { burstLimit: 190, associationBurstLimit: 150, dailyLimit: 1_000_000 },
};

/** An OAuth app's own limit in each account; it has no daily one (usage guidelines, 2026). */
const OAUTH_BURST_LIMIT = 110;

export interface PlanQuotas {
	burstLimit: number;
	/** The associations guide of 2026-03 has figures of its own. */
	associationBurstLimit: number;
	dailyLimit: number;
}

export interface HubspotQuotas extends PlanQuotas {
	burstMs: number;
	dailyUsed: number;
	searchPerSecond: number;
}

export type CallKind = 'usual' | 'search' | 'association';

export type RatePolicy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY';

const MESSAGES: Record<RatePolicy, string> = {
	TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
	SECONDLY: 'You have reached your secondly limit.',
	DAILY: 'You have reached your daily limit.',
};

/** No retry-after: HubSpot documents none for CRM calls, so the caller must go by `policyName`. */
export function rateLimited(
	policy: RatePolicy,
	headers: Record<string, string> = {},
): VendorAnswer {
	return jsonAnswer(
		429,
		{
			status: 'error',
			message: MESSAGES[policy],
			errorType: 'RATE_LIMIT',
			correlationId: randomUUID(),
			policyName: policy,
			requestId: randomUUID(),
		},
		{ headers },
	);
}

class RollingWindow {
	private times: number[] = [];

	constructor(
		readonly limit: number,
		readonly lengthMs: number,
	) {}

	take(now: number): boolean {
		this.times = this.times.filter((time) => time > now - this.lengthMs);
		if (this.times.length >= this.limit) return false;
		this.times.push(now);
		return true;
	}

	get left(): number {
		return Math.max(0, this.limit - this.times.length);
	}
}

function nextMidnight(now: number): number {
	return new Date(now).setUTCHours(24, 0, 0, 0);
}

export interface RateVerdict {
	exhausted?: RatePolicy;
	headers: Record<string, string>;
}

export class RateLimits {
	private readonly bursts = new Map<string, RollingWindow>();
	private readonly search: RollingWindow;
	private dailyUsed: number;
	private resetsAt = nextMidnight(Date.now());

	constructor(private readonly quotas: HubspotQuotas) {
		this.search = new RollingWindow(quotas.searchPerSecond, 1000);
		this.dailyUsed = quotas.dailyUsed;
	}

	/** The day is the account's and counts refused calls too; the ten seconds are the app's. */
	take(caller: Caller, kind: CallKind): RateVerdict {
		const now = Date.now();
		const overDay = caller.kind === 'private' && this.takeOfDay(now);
		if (kind === 'search') {
			// Search has its own limiter, sends no headers and is exempt from the ten seconds.
			if (overDay) return { exhausted: 'DAILY', headers: {} };
			return this.search.take(now) ? { headers: {} } : { exhausted: 'SECONDLY', headers: {} };
		}
		const burst = this.burstOf(caller, kind);
		const taken = !overDay && burst.take(now);
		const headers = this.headers(burst, caller);
		if (overDay) return { exhausted: 'DAILY', headers };
		return taken ? { headers } : { exhausted: 'TEN_SECONDLY_ROLLING', headers };
	}

	/** Headers of an app that has nothing left in its ten seconds. */
	emptyHeaders(caller: Caller): Record<string, string> {
		const headers = this.headers(this.burstOf(caller, 'usual'), caller);
		return { ...headers, 'X-HubSpot-RateLimit-Remaining': '0' };
	}

	daily(): { limit: number; used: number; resetsAt: number } {
		return { limit: this.quotas.dailyLimit, used: this.dailyUsed, resetsAt: this.resetsAt };
	}

	/** Whether the day has nothing left. */
	private takeOfDay(now: number): boolean {
		if (now >= this.resetsAt) {
			this.dailyUsed = 0;
			this.resetsAt = nextMidnight(now);
		}
		this.dailyUsed++;
		return this.dailyUsed > this.quotas.dailyLimit;
	}

	private burstOf({ token, kind: who }: Caller, kind: CallKind): RollingWindow {
		const key = `${token} ${kind}`;
		let burst = this.bursts.get(key);
		if (burst === undefined) {
			const { burstLimit, associationBurstLimit, burstMs } = this.quotas;
			const own = kind === 'association' ? associationBurstLimit : burstLimit;
			const limit = who === 'oauth' ? Math.min(own, OAUTH_BURST_LIMIT) : own;
			burst = new RollingWindow(limit, burstMs);
			this.bursts.set(key, burst);
		}
		return burst;
	}

	private headers(burst: RollingWindow, { kind }: Caller): Record<string, string> {
		const { dailyLimit, burstLimit } = this.quotas;
		// The -Secondly pair is a leftover that is still sent and no longer enforced.
		const secondly = String(Math.floor(burstLimit / 10));
		return {
			'X-HubSpot-RateLimit-Max': String(burst.limit),
			'X-HubSpot-RateLimit-Remaining': String(burst.left),
			'X-HubSpot-RateLimit-Interval-Milliseconds': String(burst.lengthMs),
			...(kind === 'oauth' ? {} : this.dailyHeaders(dailyLimit)),
			'X-HubSpot-RateLimit-Secondly': secondly,
			'X-HubSpot-RateLimit-Secondly-Remaining': secondly,
		};
	}

	private dailyHeaders(limit: number): Record<string, string> {
		return {
			'X-HubSpot-RateLimit-Daily': String(limit),
			'X-HubSpot-RateLimit-Daily-Remaining': String(Math.max(0, limit - this.dailyUsed)),
		};
	}
}
