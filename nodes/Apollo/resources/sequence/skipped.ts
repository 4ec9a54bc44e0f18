import type { JsonValue } from '../../../shared/engine/types';
import { plural } from '../../../shared/node/hints';
import type { Note } from '../../../shared/node/listOperation';

/** Why Apollo has not added a contact (add contacts to a sequence, 2026-08). */
const REASONS: Record<string, string> = {
	contact_not_found: 'There is no contact with this ID in the team',
	contacts_active_in_other_campaigns: 'The contact is in another sequence',
	contacts_already_exists_in_current_campaign: 'The contact is in this sequence already',
	contacts_finished_in_other_campaigns: 'The contact has finished another sequence',
	contacts_in_same_company: 'A contact of the same company is in this sequence',
	contacts_unverified_email: 'The email of the contact is not verified',
	contacts_with_job_change: 'The contact has changed jobs',
	contacts_without_email: 'The contact has no email',
	contacts_without_ownership_permission: 'The contact belongs to another owner',
};

/** The reason in words; Apollo's own where it is a new one. */
export function explainSkip(reason: string): string {
	return REASONS[reason] ?? reason.replaceAll('_', ' ');
}

/** How many contacts were not added, and why. */
export function skipNotes(rows: Array<{ [field: string]: JsonValue | undefined }>): Note[] {
	const skipped = rows.filter(({ added }) => added === false);
	if (skipped.length === 0) return [];
	const byReason = Map.groupBy(skipped, ({ explanation }) => String(explanation));
	const reasons = [...byReason].map(([reason, { length }]) => `${reason} (${length})`);
	const message = `${plural(skipped.length, 'contact')} of ${rows.length} not added to the sequence: ${reasons.join('; ')}.`;
	return [{ message, type: 'warning' }];
}
