export type { ApolloPlan, EndpointClass, WindowLimits } from './apollo/plans';
export type { Arrival, RowEffect, VendorName } from './arrivals';
export type { SandboxControl } from './control/sandboxControl';
export {
	SANDBOX_APOLLO_KEY,
	SANDBOX_APOLLO_SEARCH_ONLY_KEY,
	SANDBOX_HUBSPOT_EXPIRED_TOKEN,
	SANDBOX_HUBSPOT_READ_ONLY_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
} from './credentials';
export type { Company, Person } from './data/person';
export { demoPlan } from './faults/demoPlan';
export type { FaultKind, FaultPlan, FaultRule, NamedFaultPlan } from './faults/faultPlan';
export { FaultSchedule } from './faults/faultSchedule';
export type { HubspotPlan, HubspotQuotas } from './hubspot/rateLimits';
export type { UnansweredRow } from './hubspot/writeLedger';
export type { LatencyRange, SandboxOptions, SandboxPorts } from './options';
export type { Sandbox, SandboxUrls } from './startSandbox';
export { startSandbox } from './startSandbox';
export type { SandboxState, VendorTraffic } from './state';
export type { HeldContact } from './world';
