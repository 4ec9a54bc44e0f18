import { checkTypes, oneOf, requiredText } from '../body';
import type { InstantlyRecord } from './record';
import type { Managed } from './manageRecords';
import { holds } from './manageRecords';
import { USER_ID, WORKSPACE_ID } from '../workspaceIds';

/** Lists and labels go on behind a time, not an ID (API v2, 2026-11). */
const byTime = ({ timestamp_created, id }: InstantlyRecord): string => `${timestamp_created}#${id}`;

export const LEAD_LISTS: Managed = {
	name: 'leadLists',
	path: '/lead-lists',
	resource: 'lead_lists',
	check: (body, isNew) => {
		if (isNew) requiredText(body, 'name');
		checkTypes(body, {
			name: ['string'],
			has_enrichment_task: ['boolean', 'null'],
			owned_by: ['string', 'null'],
		});
	},
	added: (body) => ({
		organization_id: WORKSPACE_ID,
		has_enrichment_task: body.has_enrichment_task ?? null,
		owned_by: body.owned_by ?? USER_ID,
	}),
	matches: (record, query) => {
		const task = query.get('has_enrichment_task');
		return (
			holds(record, 'name', query.get('search')) &&
			(task === null || (record.has_enrichment_task === true) === (task === 'true'))
		);
	},
	cursorOf: byTime,
};

/** The first number that Instantly gives to a label of a workspace. */
const FIRST_STATUS = 5;

export const LEAD_LABELS: Managed = {
	name: 'leadLabels',
	path: '/lead-labels',
	resource: 'lead-labels',
	check: (body, isNew) => {
		if (isNew) {
			requiredText(body, 'label');
			requiredText(body, 'interest_status_label');
		}
		checkTypes(body, {
			label: ['string'],
			description: ['string', 'null'],
			use_with_ai: ['boolean', 'null'],
			reassigned_status: ['number'],
		});
		oneOf(body, 'interest_status_label', ['positive', 'negative', 'neutral']);
	},
	added: (_, { workspace }) => ({
		organization_id: WORKSPACE_ID,
		created_by: USER_ID,
		interest_status: FIRST_STATUS + workspace.leadLabels.made,
	}),
	matches: (record, query) => {
		const status = query.get('interest_status');
		return (
			holds(record, 'label', query.get('search')) &&
			(status === null || record.interest_status_label === status)
		);
	},
	cursorOf: byTime,
};
