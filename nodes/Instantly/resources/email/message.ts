import type { INodeProperties } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { accountField, looksLikeEmail } from '../../locators';

export const senderField = accountField({
	description: 'The mailbox that sends it',
});

export const subjectField: INodeProperties = {
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Re: Your question',
	description: 'Subject of the email',
};

export const bodyFields: INodeProperties[] = [
	{
		displayName: 'Body Format',
		name: 'bodyFormat',
		type: 'options',
		default: 'text',
		options: [
			{ name: 'HTML', value: 'html' },
			{ name: 'Text', value: 'text', description: 'Line breaks are kept' },
		],
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		placeholder: 'e.g. Thanks! How about Tuesday?',
		description: 'What the email says',
	},
];

export const copyFields: INodeProperties[] = [
	{
		displayName: 'Assigned To',
		name: 'assigned_to',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0199b1de-b064-7d85-9f3e-8b4c0a6e2d57',
		description: 'ID of the user who the lead is given to',
	},
	{
		displayName: 'BCC',
		name: 'bcc_address_email_list',
		type: 'string',
		default: '',
		placeholder: 'e.g. name@example.com, other@example.com',
		description: 'Addresses that get a blind copy, with commas between them',
	},
	{
		displayName: 'CC',
		name: 'cc_address_email_list',
		type: 'string',
		default: '',
		placeholder: 'e.g. name@example.com, other@example.com',
		description: 'Addresses that get a copy, with commas between them',
	},
];

/** The body of an item; undefined where it is empty. */
export function readBody(read: ParameterReader): { html: string; text?: string } | undefined {
	const body = read.text('body');
	if (body === '') return undefined;
	if (read.text('bodyFormat') === 'html') return { html: body };
	// A text loses its line breaks on the way; <br/> keeps them (API v2, 2026-11).
	return { text: body, html: escaped(body).replace(/\r?\n/g, '<br/>') };
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Addresses with commas between them, as the API takes them; empty for none. */
export function readAddresses(given: unknown, label: string): string | Problem {
	const listed = Array.isArray(given) ? given.map(String) : String(given ?? '').split(/[,;]/);
	const addresses = listed.map((each) => each.trim()).filter(Boolean);
	const wrong = addresses.find((each) => !looksLikeEmail(each));
	return wrong === undefined
		? addresses.join(',')
		: new Problem(
				`${label} holds "${wrong}", which is not an email address`,
				`Correct ${label}: addresses with commas between them.`,
			);
}

/** Copies, and the user who the lead is given to. */
export function readCopies(read: ParameterReader): Record<string, string> | Problem {
	const { cc_address_email_list, bcc_address_email_list, assigned_to } = read.collection('options');
	const cc = readAddresses(cc_address_email_list, 'CC');
	if (cc instanceof Problem) return cc;
	const bcc = readAddresses(bcc_address_email_list, 'BCC');
	if (bcc instanceof Problem) return bcc;
	const user = String(assigned_to ?? '').trim();
	return {
		...(cc === '' ? {} : { cc_address_email_list: cc }),
		...(bcc === '' ? {} : { bcc_address_email_list: bcc }),
		...(user === '' ? {} : { assigned_to: user }),
	};
}
