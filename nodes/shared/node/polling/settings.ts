import type { INodeProperties } from 'n8n-workflow';
import { settingsFields } from '../settings';

/** What a poll has no use for: it writes nothing, and an incomplete list is always an error. */
const NOT_FOR_POLLS = new Set(['dryRun', 'itemsPerRequest', 'resendCreates', 'whenIncomplete']);

/** The settings of every node, without those that do nothing in a poll. */
export const pollSettings: INodeProperties[] = settingsFields.map((field) =>
	field.options
		? { ...field, options: field.options.filter(({ name }) => !NOT_FOR_POLLS.has(name)) }
		: field,
) as INodeProperties[];
