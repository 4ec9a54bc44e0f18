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

export const reply = recordOperation(
	{
		name: 'Reply',
		action: 'Reply to an email',
		description: 'Answer emails in their threads',
		fields: [
			{ ...emailEntity.idField, description: 'ID of the email to reply to' },
			senderField,
			subjectField,
			...bodyFields,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Additional Recipients',
						name: 'additional_recipients',
						type: 'string',
						default: '',
						placeholder: 'e.g. name@example.com, other@example.com',
						description: 'Addresses that get the reply beside the sender of the email',
					},
					...copyFields,
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
		const body = readBody(read);
		if (body === undefined) return new Problem('Body is empty', 'Enter what the reply says.');
		const copies = readCopies(read);
		if (copies instanceof Problem) return copies;
		const { additional_recipients: given } = read.collection('options');
		const recipients = readAddresses(given, 'Additional Recipients');
		if (recipients instanceof Problem) return recipients;
		return instantlyRequest({
			operation: 'email.reply',
			method: 'POST',
			path: '/emails/reply',
			body: {
				reply_to_uuid: id,
				eaccount: sender,
				subject: read.text('subject'),
				body,
				...(recipients === '' ? {} : { additional_recipients: recipients.split(',') }),
				...copies,
			},
			// It would be sent twice.
			safeToRepeat: resend,
			records: 1,
			keyFields: { id },
		});
	},
);
