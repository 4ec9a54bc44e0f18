export const SOBJECT_NAMES = [
	'Account',
	'Contact',
	'Lead',
	'Opportunity',
	'Campaign',
	'CampaignMember',
	'Task',
	'TaskStatus',
	'User',
	'Invoice__c',
] as const;

export type SalesforceObjectName = (typeof SOBJECT_NAMES)[number];
