import type { TeamRecordName } from '../apollo/team/recordKind';
import type { TeamRecord } from '../apollo/team/recordStore';
import type { Arrival } from '../arrivals';
import type { ClayControl } from '../clay/clayControl';
import type { Person } from '../data/person';
import type { FaultPlan, NamedFaultPlan } from '../faults/faultPlan';
import type { DeliveryOptions, DeliveryReport } from '../hubspot/webhooks/delivery';
import type { ObjectName } from '../hubspot/types/objectType';
import type { InstantlyControl } from '../instantly/instantlyControl';
import type { SandboxState } from '../state';
import type { SalesforceObjectName } from '../salesforce/schema/sobjectNames';
import type { HeldContact, HeldSalesforceRecord } from '../world';
import type { WebhookEvent } from './webhookDelivery';

/** What can be asked of a running sandbox and what can be changed in it. */
export interface SandboxControl {
	readonly seed: number;
	state(): SandboxState;
	/** In order of arrival, all vendors together. */
	arrivals(): Arrival[];
	/** The living contacts in HubSpot. */
	contacts(): HeldContact[];
	/** Lower-case emails of the living contacts in HubSpot. */
	emails(): string[];
	people(): Person[];
	readonly clay: ClayControl;
	readonly instantly: InstantlyControl;
	/** The living records of one type in HubSpot. */
	records(name: ObjectName): HeldContact[];
	/** The team's records of one kind in Apollo. */
	apolloRecords(name: TeamRecordName): TeamRecord[];
	/** The living records of one object in Salesforce. */
	salesforceRecords(name: SalesforceObjectName): HeldSalesforceRecord[];
	/** Sends events to the target address of HubSpot's app; ends when all are taken or given up. */
	deliverWebhooks(
		events: readonly WebhookEvent[],
		options?: DeliveryOptions,
	): Promise<DeliveryReport>;
	/** Takes effect with the next arrival, whose number for `at` and `share` is 1. */
	setFaults(faults: FaultPlan | NamedFaultPlan): void;
	setCredits(credits: number): void;
	/** How many of Salesforce's calls of the day are used from now on. */
	setSalesforceUsage(used: number): void;
	/** Back to the start: contacts, quotas, credits, arrivals and the place in the fault plan. */
	reset(): void;
}
