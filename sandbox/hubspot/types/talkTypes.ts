import { inGroup } from '../propertyDefinition';
import { activityType } from './activityType';

const call = inGroup('calls');
const meeting = inGroup('meetings');

/** Call outcomes are ids; these are the ones every account has (HubSpot, calls guide, 2026-03). */
const DISPOSITIONS = {
	'9d9162e7-6cf3-4944-bf63-4dff82258764': 'Busy',
	'f240bbac-87c9-4f6e-bf70-924b57d47db7': 'Connected',
	'a4c4c377-d246-4b32-a13b-75a56a4cd0ff': 'Left live message',
	'b2cf5968-551e-4856-9783-52b3da59a7d0': 'Left voicemail',
	'73a0d17f-1163-4015-bdd5-ec830791da20': 'No answer',
	'17b47fee-58de-441e-a44c-c6300d46f273': 'Wrong number',
};

const STATUSES = [
	'BUSY',
	'CALLING_CRM_USER',
	'CANCELED',
	'COMPLETED',
	'CONNECTING',
	'FAILED',
	'IN_PROGRESS',
	'NO_ANSWER',
	'QUEUED',
	'RINGING',
];

export const CALLS = activityType(call, {
	id: '0-48',
	name: 'calls',
	singular: 'call',
	properties: [
		call('hs_call_title', 'Call title'),
		call('hs_call_body', 'Call notes', 'string', { fieldType: 'html' }),
		call('hs_call_direction', 'Call direction', 'enumeration', {
			options: { INBOUND: 'Inbound', OUTBOUND: 'Outbound' },
		}),
		call('hs_call_disposition', 'Call outcome', 'enumeration', { options: DISPOSITIONS }),
		call('hs_call_status', 'Call status', 'enumeration', {
			options: Object.fromEntries(STATUSES.map((status) => [status, status])),
		}),
		call('hs_call_duration', 'Call duration', 'number'),
		call('hs_call_from_number', 'From number'),
		call('hs_call_to_number', 'To number'),
		call('hs_call_recording_url', 'Recording URL'),
	],
	searched: ['hs_call_title', 'hs_body_preview'],
	seeded: (index) => ({ hs_call_title: `Call ${index}`, hs_call_direction: 'OUTBOUND' }),
});

export const MEETINGS = activityType(meeting, {
	id: '0-47',
	name: 'meetings',
	singular: 'meeting',
	properties: [
		meeting('hs_meeting_title', 'Meeting name'),
		meeting('hs_meeting_body', 'Meeting description', 'string', { fieldType: 'html' }),
		meeting('hs_internal_meeting_notes', 'Internal notes', 'string', { fieldType: 'html' }),
		meeting('hs_meeting_location', 'Location'),
		meeting('hs_meeting_external_url', 'External URL'),
		meeting('hs_meeting_start_time', 'Meeting start time', 'datetime'),
		meeting('hs_meeting_end_time', 'Meeting end time', 'datetime'),
		meeting('hs_meeting_outcome', 'Meeting outcome', 'enumeration', {
			options: {
				SCHEDULED: 'Scheduled',
				COMPLETED: 'Completed',
				RESCHEDULED: 'Rescheduled',
				NO_SHOW: 'No show',
				CANCELED: 'Canceled',
			},
		}),
	],
	searched: ['hs_meeting_title', 'hs_meeting_body'],
	seeded: (index) => ({ hs_meeting_title: `Meeting ${index}` }),
});
