import type { INodeProperties } from 'n8n-workflow';
import { asArray, recordsOf } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { listFields, type Resource } from '../../shared/node/fields';
import { listOperation } from '../../shared/node/listOperation';
import type { Operation } from '../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../shared/node/parameters';
import { PAGE_SIZE, type Endpoint } from '../limits';
import { pagedList, wholeList } from '../pages';
import { contact, kindOf } from '../records/kinds';
import { apolloRequest } from '../vendor';
import { readView, viewFields } from '../view';

/** What belongs to the team and is only read here. */
interface TeamList {
	/** "email accounts": in texts. */
	many: string;
	description: string;
	fields?: INodeProperties[];
	usual: string[];
	pages: (read: ParameterReader) => ReturnType<typeof pagedList>;
}

function getMany({ many, description, fields = [], usual, pages }: TeamList): Operation {
	return listOperation(
		{
			name: 'Get Many',
			action: `Get many ${many}`,
			description,
			fields: [...fields, ...listFields, ...viewFields],
		},
		(read) => {
			const limit = readLimit(read);
			if (limit instanceof Problem) return limit;
			return { limit, ...pages(read), toItem: readView(read, usual) };
		},
	);
}

/** A list that comes whole in one answer. */
export function wholeRequest(
	endpoint: Endpoint,
	path: string,
	query: ApiRequest['query'] = {},
): ApiRequest {
	return apolloRequest(endpoint, {
		operation: `${endpoint.split('/')[0] ?? ''}.getAll`,
		method: 'GET',
		path,
		query,
		safeToRepeat: true,
	});
}

/** Users come in pages, whose numbers are texts (get a list of users, 2026-08). */
export function usersList() {
	return pagedList({
		request: (paging) =>
			apolloRequest('users/search', {
				operation: 'users.getAll',
				method: 'GET',
				path: '/users/search',
				query: paging,
				safeToRepeat: true,
				records: PAGE_SIZE,
			}),
		lists: ['users'],
	});
}

/** Labels, which Apollo's users call lists: the answer is a list by itself (get a list of all lists, 2026-08). */
export function labelsIn(data: JsonValue | undefined): JsonValue[] {
	if (data !== undefined && !Array.isArray(data)) throw new Error('the answer is no list');
	return asArray(data);
}

const stageOf: INodeProperties = {
	displayName: 'Stages Of',
	name: 'stagesOf',
	type: 'options',
	default: 'contact',
	options: [
		{ name: 'Accounts', value: 'account' },
		{ name: 'Contacts', value: 'contact' },
		{ name: 'Deals', value: 'deal' },
	],
	description: 'Which records the stages are for',
};

const fieldSource: INodeProperties = {
	displayName: 'Source',
	name: 'fieldSource',
	type: 'options',
	default: 'custom',
	options: [
		{ name: 'All', value: '' },
		{ name: 'CRM', value: 'crm_synced', description: 'Fields that come from a connected CRM' },
		{ name: 'Custom', value: 'custom', description: 'Fields that the team has made' },
		{ name: 'System', value: 'system', description: "Apollo's own fields" },
	],
	description: 'Which fields to get',
};

export const teamResources: Resource[] = [
	{
		name: 'Custom Field',
		value: 'customField',
		operations: {
			getAll: getMany({
				many: 'fields',
				description: 'Get the fields of contacts, accounts and deals, such as custom ones',
				fields: [fieldSource],
				usual: [
					'id',
					'label',
					'modality',
					'type',
					'editable',
					'source',
					'description',
					'created_at',
				],
				pages: (read) => {
					const source = read.text('fieldSource');
					const query = source === '' ? {} : { source };
					return wholeList(wholeRequest('fields/index', '/fields', query), (data) =>
						recordsOf(data, 'fields'),
					);
				},
			}),
		},
	},
	{
		name: 'Email Account',
		value: 'emailAccount',
		operations: {
			getAll: getMany({
				many: 'email accounts',
				description: 'Get the mailboxes that the team sends from',
				usual: [
					'id',
					'email',
					'type',
					'active',
					'default',
					'user_id',
					'last_synced_at',
					'created_at',
				],
				pages: () =>
					wholeList(wholeRequest('email_accounts/index', '/email_accounts'), (data) =>
						recordsOf(data, 'email_accounts'),
					),
			}),
		},
	},
	{
		name: 'Label',
		value: 'label',
		operations: {
			getAll: getMany({
				many: 'labels',
				description: 'Get the labels (lists) of contacts, accounts and sequences',
				usual: ['id', 'name', 'modality', 'cached_count', 'user_id', 'created_at', 'updated_at'],
				pages: () => wholeList(wholeRequest('labels/index', '/labels'), labelsIn),
			}),
		},
	},
	{
		name: 'Stage',
		value: 'stage',
		operations: {
			getAll: getMany({
				many: 'stages',
				description: 'Get the stages of contacts, accounts or deals',
				fields: [stageOf],
				usual: [
					'id',
					'name',
					'display_order',
					'category',
					'type',
					'is_won',
					'is_closed',
					'probability',
					'opportunity_pipeline_id',
				],
				pages: (read) => {
					const { stages } = kindOf(read.text('stagesOf')) ?? contact;
					return wholeList(wholeRequest(stages.endpoint, stages.path), (data) =>
						recordsOf(data, stages.list),
					);
				},
			}),
		},
	},
	{
		name: 'User',
		value: 'user',
		operations: {
			getAll: getMany({
				many: 'users',
				description: 'Get the users of the team, who own records',
				usual: ['id', 'name', 'first_name', 'last_name', 'email', 'title', 'deleted', 'created_at'],
				pages: usersList,
			}),
		},
	},
];
