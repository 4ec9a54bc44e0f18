import { COMPUTED, inGroup } from '../propertyDefinition';
import { activityType } from './activityType';

const email = inGroup('emails');

/** Logged emails; the addresses are read out of `hs_email_headers` and cannot be set. */
export const EMAILS = activityType(email, {
	id: '0-49',
	name: 'emails',
	singular: 'email',
	properties: [
		email('hs_email_direction', 'Email direction', 'enumeration', {
			options: {
				EMAIL: 'Email',
				INCOMING_EMAIL: 'Incoming email',
				FORWARDED_EMAIL: 'Forwarded email',
			},
		}),
		email('hs_email_subject', 'Email subject'),
		email('hs_email_text', 'Email body', 'string', { fieldType: 'textarea' }),
		email('hs_email_html', 'Email HTML', 'string', { fieldType: 'html' }),
		email('hs_email_headers', 'Email headers', 'string', { fieldType: 'textarea' }),
		email('hs_email_status', 'Email send status', 'enumeration', {
			options: {
				BOUNCED: 'Bounced',
				FAILED: 'Failed',
				SCHEDULED: 'Scheduled',
				SENDING: 'Sending',
				SENT: 'Sent',
			},
		}),
		email('hs_email_from_email', 'Email from address', 'string', COMPUTED),
		email('hs_email_to_email', 'Email to address', 'string', COMPUTED),
	],
	required: ['hs_email_direction'],
	searched: ['hs_email_subject'],
	seeded: (index) => ({ hs_email_subject: `Email ${index}`, hs_email_direction: 'EMAIL' }),
});
