import {
	SANDBOX_CLAY_OPEN_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_TOKEN,
} from '../credentials';
import type { Person } from '../data/person';
import type { FaultRule } from '../faults/faultPlan';
import type { Vendor } from '../http/exchange';
import { answerOf } from './answerOf';
import { faultAnswer } from './faultAnswer';
import { RateWindow } from './rateWindow';
import type { FileStore } from './routines/fileStore';
import { Notices } from './routines/notices';
import { RoutineRuns } from './routines/routineRuns';
import { Searches } from './search/searches';
import type { ClaySettings } from './settings';
import { Enrichment } from './webhooks/enrichment';
import { TokenBucket } from './webhooks/tokenBucket';
import { WebhookSource } from './webhooks/webhookSource';

/** Requests whose answer the caller never read, by what they had done. */
export interface LostAnswers {
	rows: number;
	runs: number;
	results: number;
}

/** A workspace of Clay: the webhook sources of its tables, and its public API. */
export class ClayVendor {
	readonly sources: WebhookSource[];
	readonly webhookRate: TokenBucket;
	readonly enrichment: Enrichment;
	readonly apiRate: RateWindow;
	readonly runs: RoutineRuns;
	readonly notices: Notices;
	readonly searches: Searches;
	readonly lost: LostAnswers = { rows: 0, runs: 0, results: 0 };

	constructor(
		seed: number,
		readonly settings: ClaySettings,
		readonly people: readonly Person[],
		/** Outlives the workspace: its address does not change. */
		readonly files: FileStore,
	) {
		const { webhook } = settings;
		this.sources = [
			new WebhookSource(SANDBOX_CLAY_WEBHOOK_PATH, SANDBOX_CLAY_WEBHOOK_TOKEN, webhook.lifetime),
			new WebhookSource(SANDBOX_CLAY_OPEN_WEBHOOK_PATH, undefined, webhook.lifetime),
		];
		this.webhookRate = new TokenBucket(webhook.ratePerSecond, webhook.burst);
		this.enrichment = new Enrichment(seed, settings.enrichment, people);
		this.apiRate = new RateWindow(settings.api);
		this.runs = new RoutineRuns(settings.routines, people);
		this.notices = new Notices(this.runs);
		this.searches = new Searches(settings.search);
	}

	/** api.clay.com */
	get api(): Vendor {
		return {
			name: 'clay',
			notice: () => undefined,
			answer: (request) => answerOf(this, request),
			answerLost: ({ path }, { applied, rows = 0 }) => {
				if (applied !== true) return;
				if (path.includes('/sources/webhook/')) this.lost.rows += rows;
				else if (/\/(run|start)$/.test(path) && path.includes('/routines/')) this.lost.runs++;
				else if (path.endsWith('/run')) this.lost.results += rows;
			},
			faultAnswer: (rule: FaultRule) => faultAnswer(rule),
		};
	}

	/** Where presigned addresses lead. */
	get storage(): Vendor {
		return {
			name: 'clay',
			notice: () => undefined,
			answer: (request) => this.files.answer(request),
			answerLost: () => undefined,
			faultAnswer: (rule: FaultRule) => faultAnswer(rule),
		};
	}

	/** Nothing of it calls anybody any more. */
	stop(): void {
		this.enrichment.stop();
	}
}
