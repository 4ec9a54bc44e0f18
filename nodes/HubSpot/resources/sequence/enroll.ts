import type { INodeProperties } from 'n8n-workflow';
import { asObject } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import { locatorField } from '../../../shared/node/locatorField';
import { toItem, type Facts } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { requestOperation, type RequestPlan } from '../../../shared/node/requestOperation';
import { withAdvice } from '../../advised';
import { contact } from '../../objects';
import { emailProblem } from '../../record';
import { CRUD_QUOTAS } from '../../vendor';
import { recordField } from '../records/fields';
import { readRecordId } from '../records/rows';
import { readUser, userField } from './fields';

const sequenceField = locatorField({
	displayName: 'Sequence',
	name: 'sequence',
	description: 'The sequence to enroll the contact in. The list shows those of the user.',
	searchListMethod: 'getSequences',
	placeholder: 'e.g. 5010001',
});

const contactField: INodeProperties = {
	...recordField('Contact', 'contact', contact, 'The contact to enroll'),
	default: { mode: 'id', value: '={{ $json.id }}' },
};

const enroll = requestOperation(
	{
		name: 'Enroll Contact',
		action: 'Enroll a contact in a sequence',
		description: 'Enroll contacts in a sequence, one request for each: HubSpot takes no batches',
		fields: [
			userField,
			sequenceField,
			contactField,
			{
				displayName: 'Sender Email',
				name: 'senderEmail',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. name@example.com',
				description: 'Address that the emails come from: a connected inbox of the user',
			},
			{
				displayName: 'Sender Alias',
				name: 'senderAlias',
				type: 'string',
				default: '',
				placeholder: 'e.g. sales@example.com',
				description: 'Alias of the sender to show in its place. Leave empty for none.',
			},
		],
	},
	enrollmentPlan,
);

export const enrollContact = withAdvice(enroll, adviceOf);

function enrollmentPlan(
	read: ParameterReader,
	{ sequences }: Facts,
	resend: boolean,
): RequestPlan | Problem {
	const userId = readUser(read);
	if (userId instanceof Problem) return userId;
	const sequenceId = readRecordId(read, 'sequence', 'Sequence');
	if (sequenceId instanceof Problem) return sequenceId;
	const contactId = readRecordId(read, 'contact', 'Contact');
	if (contactId instanceof Problem) return contactId;
	const sender = readSender(read);
	if (sender instanceof Problem) return sender;
	return {
		request: {
			operation: 'sequence.enrollContact',
			method: 'POST',
			path: `${sequences}/enrollments`,
			query: { userId },
			body: { sequenceId, contactId, ...sender },
			// A contact whose first enrollment has ended would get all its emails once more.
			safeToRepeat: resend,
			quotas: CRUD_QUOTAS,
			records: 1,
			keyFields: { contact: contactId, sequence: sequenceId },
		},
		read: ({ data }) => {
			const { id, ...enrollment } = asObject(data);
			return {
				items: [toItem({ id, sequenceId, contactId, ...enrollment, result: 'enrolled' })],
			};
		},
	};
}

function readSender(read: ParameterReader): { [field: string]: string } | Problem {
	const senderEmail = read.text('senderEmail');
	const senderAliasAddress = read.text('senderAlias');
	if (senderEmail === '') {
		return new Problem(
			'Sender Email is empty',
			'Enter an address whose inbox the user has connected to HubSpot.',
		);
	}
	const wrong = [senderEmail, senderAliasAddress].find((each) => each !== '' && emailProblem(each));
	if (wrong !== undefined) {
		return new Problem(
			`The sender "${wrong}" is not an email address`,
			'Correct Sender Email or Sender Alias.',
		);
	}
	return { senderEmail, ...(senderAliasAddress === '' ? {} : { senderAliasAddress }) };
}

/** HubSpot's own words say what; these say where to change it. */
function adviceOf({ status, error }: Failure): string | undefined {
	if (status === 404) {
		return 'Check that the contact exists, and that the sequence is one that the user may use.';
	}
	if (status !== 400) return undefined;
	if (/enrolled/i.test(error.message)) {
		return 'A contact is in one sequence at a time: unenroll it in HubSpot first, or leave it out.';
	}
	if (/inbox|sender/i.test(error.message)) {
		return 'Use an address in Sender Email whose inbox the user has connected to HubSpot.';
	}
	return 'Check Sender Email, and that the contact has an email address and has not unsubscribed.';
}
