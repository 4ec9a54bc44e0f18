export type { ApolloPlan, EndpointClass, WindowLimits } from './apollo/plans';
export type { Arrival, RowEffect, VendorName } from './arrivals';
export type { SandboxControl } from './control/sandboxControl';
export type { WebhookEvent } from './control/webhookDelivery';
export {
	SANDBOX_APOLLO_KEY,
	SANDBOX_APOLLO_SEARCH_ONLY_KEY,
	SANDBOX_HUBSPOT_APP_ID,
	SANDBOX_HUBSPOT_CLIENT_ID,
	SANDBOX_HUBSPOT_CLIENT_SECRET,
	SANDBOX_HUBSPOT_DEVELOPER_KEY,
	SANDBOX_HUBSPOT_EXPIRED_TOKEN,
	SANDBOX_HUBSPOT_READ_ONLY_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
	SANDBOX_SALESFORCE_CLIENT_ID,
	SANDBOX_SALESFORCE_CLIENT_SECRET,
	SANDBOX_SALESFORCE_EXPIRED_TOKEN,
	SANDBOX_SALESFORCE_READ_ONLY_TOKEN,
	SANDBOX_SALESFORCE_TOKEN,
	SANDBOX_SALESFORCE_USERNAME,
} from './credentials';
export type { Company, Person } from './data/person';
export { demoPlan } from './faults/demoPlan';
export type { FaultKind, FaultPlan, FaultRule, NamedFaultPlan } from './faults/faultPlan';
export { FaultSchedule } from './faults/faultSchedule';
export type { OAuthSettings } from './hubspot/oauth/oauthApp';
export type { HubspotPlan, HubspotQuotas } from './hubspot/rateLimits';
export type { ObjectName } from './hubspot/types/objectType';
export type { DeliveryAttempt, DeliveryOptions, DeliveryReport } from './hubspot/webhooks/delivery';
export type { UnansweredRow, WriteCounts } from './writeLedger';
export type { LatencyRange, SandboxOptions, SandboxPorts } from './options';
export type { SalesforceObjectName } from './salesforce/schema/sobjectNames';
export type { SalesforceObjectCounts, SalesforceState } from './salesforce/salesforceState';
export type { SalesforceOptions } from './salesforce/settings';
export type { Sandbox, SandboxUrls } from './startSandbox';
export { startSandbox } from './startSandbox';
export type { ObjectCounts, SandboxState, VendorTraffic } from './state';
export type { HeldContact, HeldSalesforceRecord } from './world';
