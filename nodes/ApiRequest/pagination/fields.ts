import type { INodeProperties } from 'n8n-workflow';

const show = (...styles: string[]) => ({ show: { pagination: styles } });

/** Where in the request something goes. */
export const SEND_IN: INodeProperties = {
	displayName: 'Send It In',
	name: 'sendIn',
	type: 'options',
	default: 'query',
	options: [
		{ name: 'Body', value: 'body' },
		{ name: 'Header', value: 'header' },
		{ name: 'Query', value: 'query' },
	],
};

/** How a list is read page by page. */
export const paginationFields: INodeProperties[] = [
	{
		displayName: 'Pagination',
		name: 'pagination',
		type: 'options',
		default: 'auto',
		description: 'How the API is asked for the next page',
		options: [
			{
				name: 'Auto',
				value: 'auto',
				description: 'Look at the first page, say what was found, and warn when unsure',
			},
			{
				name: 'Cursor',
				value: 'cursor',
				description: 'The answer holds a cursor or token, which is sent with the next request',
			},
			{
				name: 'Last Record',
				value: 'lastRow',
				description: 'The ID of the last record is sent with the next request',
			},
			{
				name: 'Link Header',
				value: 'link',
				description: 'The Link header of the answer holds the address of the next page',
			},
			{
				name: 'Next URL',
				value: 'nextUrl',
				description: 'The answer holds the address of the next page',
			},
			{ name: 'Off', value: 'none', description: 'Read one page' },
			{ name: 'Offset', value: 'offset', description: 'Skip the records that have been read' },
			{ name: 'Page Number', value: 'pageNumber', description: 'Pages 1, 2, 3 …' },
		],
	},
	{
		displayName: 'Next Cursor Path',
		name: 'cursorPath',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. paging.next.after',
		description: 'Where the answer holds the cursor of the next page',
		displayOptions: show('cursor'),
	},
	{
		displayName: 'Next URL Path',
		name: 'nextUrlPath',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. links.next',
		description: 'Where the answer holds the address of the next page',
		displayOptions: show('nextUrl'),
	},
	{
		displayName: 'Cursor Parameter',
		name: 'cursorParameter',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. after',
		description: 'Name under which it is sent; in the body also a path, such as page.after',
		displayOptions: show('cursor', 'lastRow'),
	},
	{
		displayName: 'Field of the Last Record',
		name: 'lastField',
		type: 'string',
		default: 'id',
		required: true,
		description: 'What of the last record is sent',
		displayOptions: show('lastRow'),
	},
	{
		displayName: 'Page Parameter',
		name: 'pageParameter',
		type: 'string',
		default: 'page',
		required: true,
		displayOptions: show('pageNumber'),
	},
	{
		displayName: 'First Page',
		name: 'firstPage',
		type: 'number',
		default: 1,
		description: 'The number of the first page: 0 or 1 with most APIs',
		displayOptions: show('pageNumber'),
	},
	{
		displayName: 'Offset Parameter',
		name: 'offsetParameter',
		type: 'string',
		default: 'offset',
		required: true,
		displayOptions: show('offset'),
	},
	{ ...SEND_IN, displayOptions: show('cursor', 'lastRow', 'offset', 'pageNumber') },
	{
		displayName: 'Page Size Parameter',
		name: 'sizeParameter',
		type: 'string',
		default: '',
		placeholder: 'e.g. limit',
		description: 'Leave empty to take the size that the API gives by itself',
		displayOptions: { hide: { pagination: ['none'] } },
	},
	{
		displayName: 'Page Size',
		name: 'pageSize',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		description: 'The most that the API takes: fewer requests',
		displayOptions: { hide: { pagination: ['none'], sizeParameter: [''] } },
	},
];

export const pageLimitField: INodeProperties = {
	displayName: 'Page Limit',
	name: 'pageLimit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1000,
	description: 'The most pages to ask for',
};

/** What few APIs need. */
export const paginationOptions: INodeProperties[] = [
	{
		displayName: 'Has More Path',
		name: 'morePath',
		type: 'string',
		default: '',
		placeholder: 'e.g. has_more',
		description: 'Where the answer says (true or false) whether there is another page',
	},
	{
		displayName: 'Last Page Path',
		name: 'lastPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. last',
		description: 'Where the answer says (true or false) that this is the last page',
	},
	pageLimitField,
	{
		displayName: 'Pages Path',
		name: 'pagesPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. meta.total_pages',
		description: 'Where the answer says how many pages there are',
	},
	{
		displayName: 'Total Path',
		name: 'totalPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. meta.total',
		description: 'Where the answer says how many records there are in all',
	},
];
