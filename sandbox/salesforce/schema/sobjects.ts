import { ACCOUNT } from './accountType';
import { CAMPAIGN, CAMPAIGN_MEMBER, TASK, TASK_STATUS } from './activityTypes';
import { CONTACT, LEAD, USER } from './personTypes';
import { INVOICE, OPPORTUNITY } from './salesTypes';
import type { SobjectType } from './sobjectType';

export const SOBJECTS: readonly SobjectType[] = [
	ACCOUNT,
	CONTACT,
	LEAD,
	OPPORTUNITY,
	CAMPAIGN,
	CAMPAIGN_MEMBER,
	TASK,
	TASK_STATUS,
	USER,
	INVOICE,
];

const BY_NAME = new Map(SOBJECTS.map((type) => [type.name.toLowerCase(), type]));
const BY_PREFIX = new Map(SOBJECTS.map((type) => [type.prefix, type]));

/** Salesforce does not look at case. */
export function sobjectNamed(name: string): SobjectType | undefined {
	return BY_NAME.get(name.toLowerCase());
}

export function sobjectOfId(id: string): SobjectType | undefined {
	return BY_PREFIX.get(id.slice(0, 3));
}
