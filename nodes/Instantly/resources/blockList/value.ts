import type { INodeProperties } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { looksLikeEmail } from '../../locators';

export const valueField: INodeProperties = {
	displayName: 'Email or Domain',
	name: 'blocked',
	type: 'string',
	default: '={{ $json.email }}',
	required: true,
	placeholder: 'e.g. name@example.com or example.com',
	description: 'What nothing is sent to',
};

/** An address or a domain, in small letters. */
export function readValue(read: ParameterReader): string | Problem {
	const value = read.text('blocked').toLowerCase();
	if (looksLikeEmail(value) || /^[^\s@/]+\.[^\s@/]+$/.test(value)) return value;
	return new Problem(
		value === ''
			? 'Email or Domain is empty'
			: `"${value}" is neither an email address nor a domain`,
		'Enter an address such as name@example.com, or a domain such as example.com.',
	);
}
