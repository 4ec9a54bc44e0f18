import { asObject } from '../../../shared/engine/body';
import { toItem } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { instantlyRequest } from '../../vendor';

export const countUnread = requestOperation(
	{
		name: 'Count Unread',
		action: 'Count unread emails',
		description: 'Get how many emails of the Unibox are unread',
		fields: [],
	},
	() => ({
		request: instantlyRequest({
			operation: 'email.countUnread',
			method: 'GET',
			path: '/emails/unread/count',
		}),
		read: ({ data }) => ({ items: [toItem({ count: asObject(data).count })] }),
	}),
);

export const markThreadAsRead = requestOperation(
	{
		name: 'Mark Thread as Read',
		action: 'Mark a thread as read',
		description: 'Mark all emails of a thread as read',
		fields: [
			{
				displayName: 'Thread ID',
				name: 'threadId',
				type: 'string',
				default: '={{ $json.thread_id }}',
				required: true,
				placeholder: 'e.g. 0199b1df-16ca-73eb-8f94-e1a260c48db3',
				description: 'ID of the thread, as emails have it',
			},
		],
	},
	(read) => {
		const id = read.text('threadId');
		if (id === '') {
			return new Problem('Thread ID is empty', 'Enter the thread_id of an email.');
		}
		return {
			request: instantlyRequest({
				operation: 'email.markThreadAsRead',
				method: 'POST',
				path: `/emails/threads/${encodeURIComponent(id)}/mark-as-read`,
				pathTemplate: '/emails/threads/{id}/mark-as-read',
				safeToRepeat: true,
				records: 1,
				keyFields: { thread: id },
			}),
			read: () => ({ items: [{ thread_id: id, result: 'read' }] }),
		};
	},
);
