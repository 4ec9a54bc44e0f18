export type { ApolloPlan, EndpointClass, WindowLimits } from './apollo/plans';
export type { ClayControl } from './clay/clayControl';
export { ROUTINE_ID as SANDBOX_CLAY_ROUTINE } from './clay/routines/routine';
export { clayDigest } from './clay/routines/notices';
export type { ClayOptions } from './clay/settings';
export { TABLE_ID as SANDBOX_CLAY_TABLE } from './clay/tables/tableRows';
export type { HttpColumn } from './clay/webhooks/httpColumn';
export type { Arrival, RowEffect, VendorName } from './arrivals';
export type { SandboxControl } from './control/sandboxControl';
export type { WebhookEvent } from './control/webhookDelivery';
export {
	SANDBOX_APOLLO_KEY,
	SANDBOX_APOLLO_SEARCH_ONLY_KEY,
	SANDBOX_CLAY_KEY,
	SANDBOX_CLAY_OPEN_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_TOKEN,
	SANDBOX_HUBSPOT_APP_ID,
	SANDBOX_HUBSPOT_CLIENT_ID,
	SANDBOX_HUBSPOT_CLIENT_SECRET,
	SANDBOX_HUBSPOT_DEVELOPER_KEY,
	SANDBOX_HUBSPOT_EXPIRED_TOKEN,
	SANDBOX_HUBSPOT_READ_ONLY_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
	SANDBOX_INSTANTLY_KEY,
	SANDBOX_INSTANTLY_READ_ONLY_KEY,
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
export { SUB_WORKSPACE as SANDBOX_INSTANTLY_SUB_WORKSPACE } from './instantly/access';
export type { InstantlyControl } from './instantly/instantlyControl';
export type { InstantlyRecordCounts, InstantlyState } from './instantly/instantlyState';
export type { InstantlyOptions } from './instantly/settings';
export type {
	InstantlyDeliveryOptions,
	InstantlyDeliveryReport,
	InstantlyEvent,
} from './instantly/webhooks/delivery';
export type { UnansweredRow, WriteCounts } from './writeLedger';
export type { LatencyRange, SandboxOptions, SandboxPorts } from './options';
export type { SalesforceObjectName } from './salesforce/schema/sobjectNames';
export type { SalesforceObjectCounts, SalesforceState } from './salesforce/salesforceState';
export type { SalesforceOptions } from './salesforce/settings';
export type { Sandbox, SandboxUrls } from './startSandbox';
export { startSandbox } from './startSandbox';
export type { ObjectCounts, SandboxState, VendorTraffic } from './state';
export type { HeldContact, HeldSalesforceRecord } from './world';
