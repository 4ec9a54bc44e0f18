import type { RowEffect } from '../arrivals';
import type { FaultRule } from '../faults/faultPlan';
import type { Vendor, VendorAnswer, VendorRequest } from '../http/exchange';
import { seedFrom } from '../seededRandom';
import { WriteLedger } from '../writeLedger';
import type { Addresses, Place } from './addresses';
import { answerOf } from './answerOf';
import { BulkJobs } from './bulk/bulkJobs';
import { createOperation, createRowKeys } from './createRows';
import { faultAnswer } from './faultAnswer';
import { ApiUsage } from './limits/apiUsage';
import { InFlight } from './limits/inFlight';
import { Spread } from './limits/spread';
import { OAuthServer } from './oauth/oauthServer';
import { Sessions } from './oauth/sessions';
import { Cursors } from './query/cursors';
import { Org } from './records/org';
import { touchedIds } from './records/touchedIds';
import type { SalesforceObjectName } from './schema/sobjectNames';
import { sobjectOfId } from './schema/sobjects';
import type { SalesforceSettings } from './settings';

/** An org behind its three addresses. */
export class SalesforceVendor {
	readonly org: Org;
	readonly oauth: OAuthServer;
	readonly sessions: Sessions;
	readonly ledger = new WriteLedger<SalesforceObjectName>();
	readonly usage: ApiUsage;
	readonly inFlight: InFlight;
	readonly cursors: Cursors;
	readonly jobs: BulkJobs;
	/** Which written rows meet a lock that nobody can explain. */
	readonly locks: Spread;
	/** How often each Sforce-* header came, with its value. */
	readonly headersSeen: Record<string, number> = {};
	flowInterviews = 0;

	constructor(
		seed: number,
		readonly settings: SalesforceSettings,
		readonly addresses: Addresses,
	) {
		this.org = new Org(seed, settings);
		this.oauth = new OAuthServer(seed, settings.oauth, this.org.userId());
		this.sessions = new Sessions(this.oauth, this.org.userId());
		this.usage = new ApiUsage(settings.dailyLimit, settings.dailyUsed, settings.limitInfoMore);
		this.inFlight = new InFlight(settings.longRequests);
		this.cursors = new Cursors(settings.cursorLifeMs);
		this.jobs = new BulkJobs();
		this.locks = new Spread(settings.lockShare, seedFrom(seed, 'salesforce locks'));
	}

	/** Where the org's data is at the moment. */
	get instanceUrl(): string {
		return this.oauth.moved ? this.addresses.moved : this.addresses.instance;
	}

	/** The org as it is to be met at one of its addresses. */
	at(place: Place): Vendor {
		return {
			name: 'salesforce',
			notice: (request) => this.notice(request),
			left: (request) => this.inFlight.left(request),
			answer: (request) => answerOf(this, request, place),
			answerLost: (request, answer) => this.answerLost(request, answer),
			faultAnswer: (rule: FaultRule) => faultAnswer(rule, this.usage),
		};
	}

	/** Takes what a call or a job wrote into account. */
	wrote(effects: readonly RowEffect[], byCreate: boolean): void {
		for (const effect of effects) {
			const type = sobjectOfId(effect.id);
			if (type !== undefined) this.ledger.wrote(type.name, [effect], byCreate);
		}
	}

	private notice(request: VendorRequest): void {
		const { lockContention } = this.settings;
		this.inFlight.entered(request, lockContention ? touchedIds(this.org, request) : new Set());
		this.ledger.arrivedToCreate(createRowKeys(request));
	}

	private answerLost(request: VendorRequest, { effects = [] }: VendorAnswer): void {
		const operation = createOperation(request);
		if (operation === undefined) return;
		for (const { effect, key } of effects) {
			if (effect === 'created') this.ledger.unanswered.push({ operation, key });
		}
	}
}
