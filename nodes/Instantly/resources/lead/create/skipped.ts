import { looksLikeEmail } from '../../../locators';

/** Why Instantly has not created a lead. */
export type SkipReason =
	| 'in_block_list'
	| 'invalid_email'
	| 'incomplete'
	| 'duplicate_in_input'
	| 'already_in_campaign'
	| 'already_in_list'
	| 'already_in_any_campaign'
	| 'already_in_any_list'
	| 'already_in_workspace'
	| 'plan_used_up'
	/** One of several: the answer only counts them. */
	| 'skipped';

/** How many leads of a request were skipped for which reason. */
export type SkipCounts = Partial<Record<SkipReason, number>>;

/**
 * Instantly names the leads that it has created, and of the others only how many there are for each
 * reason (leads/add, 2026-11). Where there is one reason, it is that. Addresses that cannot be any are
 * told from the rest by themselves. What is left is 'skipped'.
 */
export function reasonsOf(emails: string[], counts: SkipCounts): SkipReason[] {
	const { invalid_email: invalid = 0, ...others } = counts;
	const isInvalid = (email: string) => email !== '' && !looksLikeEmail(email);
	const told = emails.filter(isInvalid).length === invalid;
	const rest = told ? emails.length - invalid : emails.length;
	const reason = onlyReason(told ? others : counts, rest) ?? 'skipped';
	return emails.map((email) => (told && isInvalid(email) ? 'invalid_email' : reason));
}

/** The one reason that explains so many leads. */
function onlyReason(counts: SkipCounts, leads: number): SkipReason | undefined {
	const given = Object.entries(counts).filter(([, count]) => count > 0);
	const [only] = given;
	return given.length === 1 && only?.[1] === leads ? (only[0] as SkipReason) : undefined;
}

/** What was wrong with a skipped lead, and what to change. */
export const SKIP_WORDS: Record<SkipReason, { message: string; advice: string }> = {
	in_block_list: {
		message: 'the email or its domain is on the block list',
		advice: 'Remove it from the block list of Instantly, or leave the lead out.',
	},
	invalid_email: {
		message: 'the email is not a valid one',
		advice: 'Correct the email of this lead.',
	},
	incomplete: {
		message: 'it has neither an email nor a name',
		advice: 'Give it an email, a first name or a last name.',
	},
	duplicate_in_input: {
		message: 'an earlier item has the same email',
		advice: 'Leave one of the two out, or add them to different places.',
	},
	already_in_campaign: {
		message: 'it is in the campaign already',
		advice: 'Use "Update" to change the lead that is there.',
	},
	already_in_list: {
		message: 'it is in the lead list already',
		advice: 'Use "Update" to change the lead that is there.',
	},
	already_in_any_campaign: {
		message: 'it is in a campaign already',
		advice: 'Change Skip Leads Already In to add it all the same.',
	},
	already_in_any_list: {
		message: 'it is in a lead list already',
		advice: 'Change Skip Leads Already In to add it all the same.',
	},
	already_in_workspace: {
		message: 'it is in the workspace already',
		advice: 'Change Skip Leads Already In to add it all the same.',
	},
	plan_used_up: {
		message: 'the plan of the workspace allows no further leads',
		advice: 'Raise the plan in Instantly, or remove leads that are no longer needed.',
	},
	skipped: {
		message: 'Instantly has skipped it, and does not say for which of these reasons',
		advice: 'Send fewer leads in a request to learn more: set Items per Request in the settings.',
	},
};
