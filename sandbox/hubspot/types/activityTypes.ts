import { inGroup } from '../propertyDefinition';
import { activityType } from './activityType';

const note = inGroup('notes');
const task = inGroup('tasks');

export const NOTES = activityType(note, {
	id: '0-46',
	name: 'notes',
	singular: 'note',
	properties: [note('hs_note_body', 'Note body', 'string', { fieldType: 'html' })],
	searched: ['hs_note_body'],
	seeded: (index) => ({ hs_note_body: `Note ${index}` }),
});

export const TASKS = activityType(task, {
	id: '0-27',
	name: 'tasks',
	singular: 'task',
	properties: [
		task('hs_task_subject', 'Task title'),
		task('hs_task_body', 'Task notes', 'string', { fieldType: 'html' }),
		task('hs_task_status', 'Task status', 'enumeration', {
			options: {
				NOT_STARTED: 'Not started',
				IN_PROGRESS: 'In progress',
				WAITING: 'Waiting',
				COMPLETED: 'Completed',
				DEFERRED: 'Deferred',
			},
		}),
		task('hs_task_priority', 'Priority', 'enumeration', {
			options: { NONE: 'None', LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High' },
		}),
		task('hs_task_type', 'Task type', 'enumeration', {
			options: { EMAIL: 'Email', CALL: 'Call', TODO: 'To-do' },
		}),
		task('hs_task_reminders', 'Reminders'),
	],
	searched: ['hs_task_body', 'hs_task_subject'],
	seeded: (index) => ({ hs_task_subject: `Task ${index}`, hs_task_status: 'NOT_STARTED' }),
});
