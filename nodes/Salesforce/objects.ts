/**
 * What a simplified record of the objects of sales and marketing holds beside its ID and its times
 * (object reference, 2026-08). Of other objects their own descriptions tell.
 */
const USUAL: Record<string, string[]> = {
	Account: ['Name', 'Type', 'Industry', 'Website', 'Phone', 'OwnerId'],
	Campaign: ['Name', 'Type', 'Status', 'StartDate', 'EndDate', 'IsActive'],
	CampaignMember: ['CampaignId', 'ContactId', 'LeadId', 'Status'],
	Contact: ['FirstName', 'LastName', 'Email', 'Phone', 'Title', 'AccountId', 'OwnerId'],
	Event: ['Subject', 'StartDateTime', 'EndDateTime', 'WhoId', 'WhatId', 'OwnerId'],
	Lead: ['FirstName', 'LastName', 'Company', 'Email', 'Status', 'OwnerId'],
	Opportunity: ['Name', 'StageName', 'Amount', 'CloseDate', 'AccountId', 'OwnerId'],
	OpportunityContactRole: ['OpportunityId', 'ContactId', 'Role', 'IsPrimary'],
	Task: ['Subject', 'Status', 'Priority', 'ActivityDate', 'WhoId', 'WhatId', 'OwnerId'],
	User: ['Name', 'Username', 'Email', 'IsActive'],
};

/** Fields that people know a record by, where an object is one of these; empty for others. */
export function usualFields(type: string): string[] {
	return USUAL[type] ?? [];
}
