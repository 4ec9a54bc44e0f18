import { recordOperation } from '../../entity/record';
import { Problem } from '../../../shared/node/parameters';
import { readEmail } from '../../locators';
import { instantlyRequest } from '../../vendor';
import { emailEntity } from './email';
import {
	bodyFields,
	copyFields,
	readAddresses,
	readBody,
	readCopies,
	senderField,
	subjectField,
} from './message';

export const forward = recordOperation(
	{
		name: 'Forward',
		action: 'Forward an email',
		description: 'Send emails on to other people',
		fields: [
			{ ...emailEntity.idField, description: 'ID of the email to forward' },
			senderField,
			{
				displayName: 'To',
				name: 'to',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. name@example.com, other@example.com',
				description: 'Addresses that get it, with commas between them',
			},
			subjectField,
			...bodyFields,
			{
				displayName: 'Include Original',
				name: 'includeOriginal',
				type: 'boolean',
				default: true,
				description: 'Whether the email follows behind the body',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					...copyFields,
					{
						displayName: 'Reply To',
						name: 'reply_to',
						type: 'string',
						default: '',
						placeholder: 'e.g. name@example.com',
						description: 'Address that replies go to',
					},
				],
			},
		],
	},
	emailEntity.shape,
	(read, resend) => {
		const id = emailEntity.readId(read);
		if (id instanceof Problem) return id;
		const sender = readEmail(read, 'account', 'Account');
		if (sender instanceof Problem) return sender;
		const to = readAddresses(read.any('to'), 'To');
		if (to instanceof Problem) return to;
		if (to === '') return new Problem('To is empty', 'Enter who gets the email.');
		const body = readBody(read);
		const includesOriginal = read.flag('includeOriginal');
		if (body === undefined && !includesOriginal) {
			return new Problem('There is nothing to send', 'Fill Body, or switch on Include Original.');
		}
		const copies = readCopies(read);
		if (copies instanceof Problem) return copies;
		const replyTo = readAddresses(read.collection('options').reply_to, 'Reply To');
		if (replyTo instanceof Problem) return replyTo;
		return instantlyRequest({
			operation: 'email.forward',
			method: 'POST',
			path: '/emails/forward',
			body: {
				reply_to_uuid: id,
				eaccount: sender,
				to_address_email_list: to,
				subject: read.text('subject'),
				...(body === undefined ? {} : { body }),
				...(includesOriginal ? { include_original_body: true } : {}),
				...(replyTo === '' ? {} : { reply_to: replyTo }),
				...copies,
			},
			// It would be sent twice.
			safeToRepeat: resend,
			records: 1,
			keyFields: { id },
		});
	},
);
