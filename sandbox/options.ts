import type { ApolloQuotas } from './apollo/apolloVendor';
import type { SeededTeam } from './apollo/team/team';
import { NOTHING_SEEDED } from './apollo/team/team';
import type { ClayOptions, ClaySettings } from './clay/settings';
import { claySettings } from './clay/settings';
import type { FaultPlan, NamedFaultPlan } from './faults/faultPlan';
import type { HubspotPlan, HubspotQuotas } from './hubspot/rateLimits';
import { PLAN_QUOTAS } from './hubspot/rateLimits';
import type { OAuthSettings } from './hubspot/oauth/oauthApp';
import { ALL_SCOPES } from './hubspot/scopes';
import type { ObjectName } from './hubspot/types/objectType';
import type { InstantlyOptions, InstantlySettings } from './instantly/settings';
import { instantlySettings } from './instantly/settings';
import type { SalesforceOptions, SalesforceSettings } from './salesforce/settings';
import { salesforceSettings } from './salesforce/settings';

export interface SandboxPorts {
	apollo: number;
	clay: number;
	/** Where Clay's presigned addresses lead. */
	clayStorage: number;
	hubspot: number;
	instantly: number;
	/** The org's My Domain. */
	salesforce: number;
	/** Where the org moves to. */
	salesforceMoved: number;
	/** Salesforce's login server. */
	salesforceLogin: number;
	control: number;
}

export interface LatencyRange {
	minMs: number;
	maxMs: number;
}

export interface SandboxOptions {
	/** Everything that is chosen is chosen by this number. Default 1. */
	seed?: number;
	/** Default 5000. */
	people?: number;
	/** Part of the people, 0 to 1, that search returns and enrichment does not match. Default 0. */
	missShare?: number;
	/** Contacts HubSpot already holds at the start; they are the first of the people. Default 0. */
	seedContacts?: number;
	/** Default 'none'. */
	faults?: FaultPlan | NamedFaultPlan;
	/** How long an answer takes. Default 5 to 25 ms; 0 for none. */
	latency?: LatencyRange | 0;
	/** Default 0: a free port each. */
	ports?: Partial<SandboxPorts>;
	/** Search refuses to page past this many contacts. Default 10,000, HubSpot's own. */
	searchCap?: number;
	/** People search displays this many records. Default 50,000, Apollo's own. */
	apolloDisplayCap?: number;
	clay?: ClayOptions;
	apollo?: Partial<Omit<ApolloQuotas, 'displayCap' | 'team'>> & {
		/** What the team holds at the start: nothing but five users unless told. */
		team?: Partial<SeededTeam>;
	};
	hubspot?: Partial<HubspotQuotas> & {
		/** Default 'professional'. */
		plan?: HubspotPlan;
		/** How long search does not see what a write has just done. Default 0. */
		indexLagMs?: number;
		/** Records there are at the start, by type; those of `seedContacts` come on top. */
		records?: Partial<Record<ObjectName, number>>;
		/** Users who can own records. Default 6. */
		owners?: number;
		/** What the full private token may do. Default: everything. */
		scopes?: readonly string[];
		/** How access tokens of the OAuth app live. Default 1800 seconds, one refresh token. */
		oauth?: Partial<OAuthSettings>;
	};
	instantly?: InstantlyOptions;
	salesforce?: SalesforceOptions;
}

export interface SandboxSettings {
	seed: number;
	people: number;
	missShare: number;
	seedContacts: number;
	faults: FaultPlan | NamedFaultPlan;
	latency: LatencyRange;
	ports: SandboxPorts;
	searchCap: number;
	indexLagMs: number;
	records: Partial<Record<ObjectName, number>>;
	owners: number;
	scopes: readonly string[];
	oauth: OAuthSettings;
	apollo: ApolloQuotas;
	clay: ClaySettings;
	hubspot: HubspotQuotas;
	instantly: InstantlySettings;
	salesforce: SalesforceSettings;
}

/** Enough for two whole runs over the default population. */
const DEFAULT_CREDITS = 10_000;

/** The two result caps: HubSpot's search guide of 30 March 2026; docs.apollo.io, August 2026. */
const SEARCH_CAP = 10_000;
const APOLLO_DISPLAY_CAP = 50_000;

/** HubSpot usage guidelines, autumn 2026: rolling ten seconds; five searches a second. */
const BURST_MS = 10_000;
const SEARCHES_PER_SECOND = 5;

const OWNERS = 6;

const FREE_PORTS: SandboxPorts = {
	apollo: 0,
	clay: 0,
	clayStorage: 0,
	hubspot: 0,
	instantly: 0,
	salesforce: 0,
	salesforceMoved: 0,
	salesforceLogin: 0,
	control: 0,
};

/** Half an hour, and the same refresh token all along (HubSpot, OAuth guide, 2026-03). */
const OAUTH: OAuthSettings = { expiresIn: 1800, rotateRefreshToken: false };

export function settingsOf(options: SandboxOptions): SandboxSettings {
	const {
		plan = 'professional',
		indexLagMs = 0,
		records = {},
		owners = OWNERS,
		scopes = ALL_SCOPES,
		oauth = {},
		...hubspot
	} = options.hubspot ?? {};
	return {
		seed: options.seed ?? 1,
		people: options.people ?? 5000,
		missShare: options.missShare ?? 0,
		seedContacts: options.seedContacts ?? 0,
		faults: options.faults ?? 'none',
		latency:
			options.latency === 0 ? { minMs: 0, maxMs: 0 } : (options.latency ?? { minMs: 5, maxMs: 25 }),
		ports: { ...FREE_PORTS, ...options.ports },
		searchCap: options.searchCap ?? SEARCH_CAP,
		indexLagMs,
		records,
		owners,
		scopes,
		oauth: { ...OAUTH, ...oauth },
		apollo: {
			plan: 'organization',
			credits: DEFAULT_CREDITS,
			windows: {},
			windowMs: {},
			...options.apollo,
			team: { ...NOTHING_SEEDED, ...options.apollo?.team },
			displayCap: options.apolloDisplayCap ?? APOLLO_DISPLAY_CAP,
		},
		clay: claySettings(options.clay),
		hubspot: {
			...PLAN_QUOTAS[plan],
			burstMs: BURST_MS,
			dailyUsed: 0,
			searchPerSecond: SEARCHES_PER_SECOND,
			...hubspot,
		},
		instantly: instantlySettings(options.instantly),
		salesforce: salesforceSettings(options.salesforce),
	};
}
