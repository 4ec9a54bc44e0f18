import type { InstantlySettings } from './settings';
import type { Workspace } from './workspace';
import { USER_ID, WORKSPACE_ID } from './workspaceIds';

const SCHEDULE = {
	schedules: [
		{
			name: 'Weekdays',
			timing: { from: '09:00', to: '17:00' },
			days: { 1: true, 2: true, 3: true, 4: true, 5: true },
			timezone: 'America/Chicago',
		},
	],
};

/** "Sales" addresses have a plus sign, as mailboxes may. */
function mailbox(number: number): string {
	return number % 2 === 0 ? `box${number}+sales@sandbox.example` : `box${number}@sandbox.example`;
}

function each(count: number, make: (number: number) => void): void {
	for (let number = 1; number <= count; number++) make(number);
}

/** What a workspace holds at the start; the same every time. */
export function seedWorkspace(workspace: Workspace, settings: InstantlySettings): void {
	const now = new Date().toISOString();
	each(settings.campaigns, (number) =>
		workspace.campaigns.add({
			name: `Campaign ${number}`,
			status: number % 2,
			campaign_schedule: SCHEDULE,
			email_list: [mailbox(1)],
			organization: WORKSPACE_ID,
			owned_by: USER_ID,
			timestamp_updated: now,
		}),
	);
	each(settings.leadLists, (number) =>
		workspace.leadLists.add({
			name: `List ${number}`,
			organization_id: WORKSPACE_ID,
			has_enrichment_task: null,
			owned_by: USER_ID,
		}),
	);
	each(settings.leadLabels, (number) =>
		workspace.leadLabels.add({
			label: `Label ${number}`,
			interest_status: 4 + number,
			interest_status_label: 'positive',
			organization_id: WORKSPACE_ID,
			created_by: USER_ID,
		}),
	);
	each(settings.accounts, (number) =>
		workspace.accounts.add({
			email: mailbox(number),
			first_name: 'Box',
			last_name: String(number),
			status: 1,
			warmup_status: number % 2,
			provider_code: 2,
			organization: WORKSPACE_ID,
			setup_pending: false,
			is_managed_account: false,
			timestamp_updated: now,
		}),
	);
	const [campaign] = workspace.campaigns.all();
	each(settings.leads, (number) =>
		workspace.addLead({
			email: `lead${number}@company.example`,
			first_name: `First ${number}`,
			campaign: campaign?.id ?? null,
		}),
	);
	each(settings.emails, (number) =>
		workspace.emails.add({
			timestamp_email: now,
			message_id: `<${number}@company.example>`,
			organization_id: WORKSPACE_ID,
			subject: `Re: Hello ${number}`,
			from_address_email: `lead${number}@company.example`,
			to_address_email_list: mailbox(1),
			body: { text: `Tell me more, says ${number}` },
			eaccount: mailbox(1),
			lead: `lead${number}@company.example`,
			campaign_id: campaign?.id ?? null,
			thread_id: `thread ${Math.ceil(number / 2)}`,
			is_unread: number % 2,
			ue_type: 2,
		}),
	);
}
