import type { INodeProperties } from 'n8n-workflow';

const flag = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: true,
	description: `Whether to add contacts ${description}`,
});

/** Apollo skips these contacts unless told (add contacts to a sequence, 2026-08). */
export const addOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		flag('Active in Other Sequences', 'sequence_active_in_other_campaigns', 'that are in others'),
		flag(
			'Finished in Other Sequences',
			'sequence_finished_in_other_campaigns',
			'that have finished another sequence',
		),
		flag('In the Queue', 'add_if_in_queue', 'that are being processed'),
		flag('Of Other Owners', 'contacts_without_ownership_permission', 'of other owners'),
		flag('Same Company', 'sequence_same_company_in_same_campaign', 'whose colleagues are in it'),
		{
			displayName: 'Start At',
			name: 'auto_unpause_at',
			type: 'dateTime',
			default: '',
			description:
				'When contacts that are added as paused begin. Needs the status Paused. A time without a zone is taken as UTC.',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'active',
			description: 'How the contacts begin',
			options: [
				{ name: 'Active', value: 'active' },
				{ name: 'Paused', value: 'paused' },
			],
		},
		{
			displayName: 'User Name or ID',
			name: 'user_id',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getUsers' },
			default: '',
			description:
				'Who adds them, as the activity log of Apollo shows it. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		flag('With a Job Change', 'sequence_job_change', 'that have changed their jobs lately'),
		flag('Without an Email', 'sequence_no_email', 'that have no email'),
		flag('Without Verification', 'contact_verification_skipped', 'without verifying them first'),
		flag('With an Unverified Email', 'sequence_unverified_email', 'whose email is not verified'),
	],
};
