import type { Detected } from '../../../nodes/shared/engine/detect/detect';
import type { HeaderMap, JsonValue } from '../../../nodes/shared/engine/types';

/** The first page of an API's list, in the shape that its documentation gives it. */
export interface ApiShape {
	api: string;
	/** Where the shape is documented, and of when it is. */
	source: string;
	date: string;
	request: { url: string; body?: JsonValue };
	headers: HeaderMap;
	data: JsonValue;
	expected: Partial<Detected>;
	/** Why nobody could tell from this page alone; then Auto has to be unsure. */
	ambiguous?: string;
}

const date = '2026-11';

/** Records that are told apart by their ids. */
export function some(count: number, rest: { [key: string]: JsonValue } = {}): JsonValue[] {
	return Array.from({ length: count }, (_, at) => ({ id: `r${at + 1}`, name: 'Ada', ...rest }));
}

type Given = Omit<ApiShape, 'date' | 'headers' | 'request' | 'ambiguous'> & {
	url: string;
	body?: JsonValue;
	headers?: HeaderMap;
};

function shape({ url, body, headers = {}, ...rest }: Given): ApiShape {
	return { ...rest, date, headers, request: { url, ...(body === undefined ? {} : { body }) } };
}

const gql = (query: string, variables: JsonValue = {}): JsonValue => ({ query, variables });

/** What Auto has to be right and sure about. */
export const CLEAR: ApiShape[] = [
	shape({
		api: 'GitHub REST',
		source: 'https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api',
		url: 'https://api.github.com/orgs/acme/repos?per_page=100',
		headers: {
			link: '<https://api.github.com/organizations/7/repos?per_page=100&page=2>; rel="next", <https://api.github.com/organizations/7/repos?per_page=100&page=9>; rel="last"',
		},
		data: some(100),
		expected: { style: 'link', rowsAt: '', size: 100, sizeAs: 'per_page' },
	}),
	shape({
		api: 'GitHub search',
		source: 'https://docs.github.com/en/rest/search/search',
		url: 'https://api.github.com/search/issues?q=crash&per_page=30',
		headers: {
			link: '<https://api.github.com/search/issues?q=crash&per_page=30&page=2>; rel="next", <https://api.github.com/search/issues?q=crash&per_page=30&page=34>; rel="last"',
		},
		data: { total_count: 4210, incomplete_results: false, items: some(30) },
		expected: { style: 'link', rowsAt: 'items', totalAt: 'total_count' },
	}),
	shape({
		api: 'GitLab',
		source: 'https://docs.gitlab.com/api/rest/#pagination',
		url: 'https://gitlab.com/api/v4/projects?per_page=50',
		headers: {
			link: '<https://gitlab.com/api/v4/projects?page=2&per_page=50>; rel="next", <https://gitlab.com/api/v4/projects?page=1&per_page=50>; rel="first"',
			'x-next-page': '2',
			'x-page': '1',
			'x-total': '180',
		},
		data: some(50),
		expected: { style: 'link', rowsAt: '' },
	}),
	shape({
		api: 'Shopify REST',
		source: 'https://shopify.dev/docs/api/admin-rest/usage/pagination',
		url: 'https://acme.myshopify.com/admin/api/2025-01/products.json?limit=50',
		headers: {
			link: '<https://acme.myshopify.com/admin/api/2025-01/products.json?limit=50&page_info=eyJsYXN0>; rel="next"',
		},
		data: { products: some(50) },
		expected: { style: 'link', rowsAt: 'products' },
	}),
	shape({
		api: 'WordPress',
		source: 'https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/',
		url: 'https://blog.example.com/wp-json/wp/v2/posts',
		headers: {
			link: '<https://blog.example.com/wp-json/wp/v2/posts?page=2>; rel="next"',
			'x-wp-total': '42',
			'x-wp-totalpages': '5',
		},
		data: some(10),
		expected: { style: 'link', rowsAt: '' },
	}),
	shape({
		api: 'WooCommerce',
		source: 'https://woocommerce.github.io/woocommerce-rest-api-docs/#pagination',
		url: 'https://shop.example.com/wp-json/wc/v3/orders?per_page=20',
		headers: {
			link: '<https://shop.example.com/wp-json/wc/v3/orders?per_page=20&page=2>; rel="next", <https://shop.example.com/wp-json/wc/v3/orders?per_page=20&page=3>; rel="last"',
			'x-wp-total': '51',
		},
		data: some(20),
		expected: { style: 'link', rowsAt: '' },
	}),
	shape({
		api: 'Greenhouse Harvest v3',
		source: 'https://harvestdocs.greenhouse.io/docs/pagination',
		url: 'https://harvest.greenhouse.io/v3/candidates?per_page=100&status=active',
		headers: {
			link: '<https://harvest.greenhouse.io/v3/candidates?cursor=eyJwYWdlIjp7>; rel="next"',
		},
		data: some(100),
		expected: { style: 'link', rowsAt: '' },
	}),
	shape({
		api: 'Shopify GraphQL',
		source: 'https://shopify.dev/docs/api/usage/pagination-graphql',
		url: 'https://acme.myshopify.com/admin/api/2025-01/graphql.json',
		body: gql(
			'query list($cursor: String) { products(first: 50, after: $cursor, query: "tag:(new)") { edges { node { id variants(first: 5) { nodes { id } } } } pageInfo { hasNextPage endCursor } } }',
		),
		data: {
			data: {
				products: {
					edges: some(50, { node: { id: 'gid://shopify/Product/1' } }),
					pageInfo: { hasNextPage: true, endCursor: 'eyJsYXN0X2lkIjo1' },
				},
			},
			extensions: { cost: { requestedQueryCost: 52 } },
		},
		expected: {
			style: 'cursor',
			rowsAt: 'data.products.edges',
			nextAt: 'data.products.pageInfo.endCursor',
			moreAt: 'data.products.pageInfo.hasNextPage',
			sendAs: 'variables.cursor',
			sendIn: 'body',
		},
	}),
	shape({
		api: 'GitHub GraphQL',
		source: 'https://docs.github.com/en/graphql/guides/using-pagination-in-the-graphql-api',
		url: 'https://api.github.com/graphql',
		body: gql(
			'query ($after: String) { repository(owner: "acme", name: "app") { issues(first: 100, after: $after) { totalCount nodes { id labels(first: 5) { nodes { name } } } pageInfo { endCursor hasNextPage } } } }',
			{ after: null },
		),
		data: {
			data: {
				repository: {
					issues: {
						totalCount: 512,
						nodes: some(100, { labels: { nodes: [] } }),
						pageInfo: { endCursor: 'Y3Vyc29yOnYyOpHO', hasNextPage: true },
					},
				},
			},
		},
		expected: {
			style: 'cursor',
			rowsAt: 'data.repository.issues.nodes',
			totalAt: 'data.repository.issues.totalCount',
			nextAt: 'data.repository.issues.pageInfo.endCursor',
			sendAs: 'variables.after',
			sendIn: 'body',
		},
	}),
	shape({
		api: 'Linear',
		source: 'https://linear.app/developers/pagination',
		url: 'https://api.linear.app/graphql',
		body: gql(
			'query Issues($next: String) {\n  issues(first: 50, after: $next) {\n    nodes { id title }\n    pageInfo { hasNextPage endCursor }\n  }\n}',
		),
		data: {
			data: {
				issues: {
					nodes: some(50),
					pageInfo: { hasNextPage: true, endCursor: '3f1a9c1e-0f5b-4c57-9c0e-000000000050' },
				},
			},
		},
		expected: {
			style: 'cursor',
			rowsAt: 'data.issues.nodes',
			nextAt: 'data.issues.pageInfo.endCursor',
			sendAs: 'variables.next',
			sendIn: 'body',
		},
	}),
	shape({
		api: 'Stripe',
		source: 'https://docs.stripe.com/api/pagination',
		url: 'https://api.stripe.com/v1/customers?limit=100',
		data: { object: 'list', url: '/v1/customers', has_more: true, data: some(100) },
		expected: {
			style: 'lastRow',
			rowsAt: 'data',
			moreAt: 'has_more',
			sendAs: 'starting_after',
			sendIn: 'query',
			lastRowField: 'id',
		},
	}),
	shape({
		api: 'Slack',
		source: 'https://docs.slack.dev/apis/web-api/pagination',
		url: 'https://slack.com/api/users.list?limit=200',
		data: {
			ok: true,
			members: some(200),
			cache_ts: 1_761_999_999,
			response_metadata: { next_cursor: 'dXNlcjpVMEc5V0ZYTlo=' },
		},
		expected: {
			style: 'cursor',
			rowsAt: 'members',
			nextAt: 'response_metadata.next_cursor',
			sendAs: 'cursor',
			sendIn: 'query',
		},
	}),
	shape({
		api: 'HubSpot list',
		source:
			'https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/basic/get-crm-v3-objects-contacts',
		url: 'https://api.hubapi.com/crm/v3/objects/contacts?limit=100&properties=email',
		data: {
			results: some(100, { properties: { email: 'ada@example.com' } }),
			paging: {
				next: {
					after: '101',
					link: 'https://api.hubapi.com/crm/v3/objects/contacts?limit=100&properties=email&after=101',
				},
			},
		},
		expected: { style: 'nextUrl', rowsAt: 'results', nextAt: 'paging.next.link' },
	}),
	shape({
		api: 'HubSpot search',
		source: 'https://developers.hubspot.com/docs/api-reference/search/guide',
		url: 'https://api.hubapi.com/crm/v3/objects/contacts/search',
		body: { filterGroups: [], limit: 100, properties: ['email'] },
		data: { total: 1250, results: some(100), paging: { next: { after: '100' } } },
		expected: {
			style: 'cursor',
			rowsAt: 'results',
			totalAt: 'total',
			nextAt: 'paging.next.after',
			sendAs: 'after',
			sendIn: 'body',
		},
	}),
	shape({
		api: 'Salesforce query',
		source:
			'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm',
		url: 'https://acme.my.salesforce.com/services/data/v62.0/query?q=SELECT+Id+FROM+Lead',
		data: {
			totalSize: 5300,
			done: false,
			nextRecordsUrl: '/services/data/v62.0/query/01gD0000002HU6KIAW-2000',
			records: some(2000, { attributes: { type: 'Lead' } }),
		},
		expected: {
			style: 'nextUrl',
			rowsAt: 'records',
			totalAt: 'totalSize',
			nextAt: 'nextRecordsUrl',
			lastAt: 'done',
		},
	}),
	shape({
		api: 'Apollo.io people search',
		source: 'https://docs.apollo.io/reference/people-search',
		url: 'https://api.apollo.io/api/v1/mixed_people/search',
		body: { person_titles: ['cto'], page: 1, per_page: 100 },
		data: {
			breadcrumbs: some(1),
			partial_results_only: false,
			pagination: { page: 1, per_page: 100, total_entries: 960, total_pages: 10 },
			contacts: [],
			people: some(100, { organization: { id: 'o1' } }),
			model_ids: ['m1', 'm2'],
		},
		expected: {
			style: 'pageNumber',
			rowsAt: 'people',
			totalAt: 'pagination.total_entries',
			pagesAt: 'pagination.total_pages',
			sendAs: 'page',
			sendIn: 'body',
			first: 1,
			size: 100,
			sizeAs: 'per_page',
		},
	}),
	shape({
		api: 'Instantly v2',
		source: 'https://developer.instantly.ai/api-reference/lead/list-leads',
		url: 'https://api.instantly.ai/api/v2/leads/list',
		body: { campaign: 'c1', limit: 100 },
		data: { items: some(100), next_starting_after: '019dc79a-6a7c-7df7-8e62-6c27cc9781fd' },
		expected: {
			style: 'cursor',
			rowsAt: 'items',
			nextAt: 'next_starting_after',
			sendAs: 'starting_after',
			sendIn: 'body',
		},
	}),
	shape({
		api: 'Airtable',
		source: 'https://airtable.com/developers/web/api/list-records',
		url: 'https://api.airtable.com/v0/app1/Leads?pageSize=100',
		data: { records: some(100, { fields: { Name: 'Ada' } }), offset: 'itrAbc/rec100' },
		expected: { style: 'cursor', rowsAt: 'records', nextAt: 'offset', sendAs: 'offset' },
	}),
	shape({
		api: 'Notion',
		source: 'https://developers.notion.com/reference/intro#pagination',
		url: 'https://api.notion.com/v1/databases/d1/query',
		body: { page_size: 100 },
		data: {
			object: 'list',
			results: some(100, { object: 'page' }),
			next_cursor: '33e19cb9-751f-4993-b74d-234d67d0d534',
			has_more: true,
			type: 'page_or_database',
			page_or_database: {},
		},
		expected: {
			style: 'cursor',
			rowsAt: 'results',
			nextAt: 'next_cursor',
			moreAt: 'has_more',
			sendAs: 'start_cursor',
			sendIn: 'body',
		},
	}),
	shape({
		api: 'Google Drive',
		source: 'https://developers.google.com/workspace/drive/api/reference/rest/v3/files/list',
		url: 'https://www.googleapis.com/drive/v3/files?pageSize=100',
		data: {
			kind: 'drive#fileList',
			incompleteSearch: false,
			nextPageToken: '~!!~AI9FV7Q',
			files: some(100),
		},
		expected: { style: 'cursor', rowsAt: 'files', nextAt: 'nextPageToken', sendAs: 'pageToken' },
	}),
	shape({
		api: 'Gmail',
		source:
			'https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/list',
		url: 'https://gmail.googleapis.com/gmail/v1/users/me/messages?maxResults=100',
		data: {
			messages: some(100, { threadId: 't1' }),
			nextPageToken: '09876543210',
			resultSizeEstimate: 201,
		},
		expected: { style: 'cursor', rowsAt: 'messages', nextAt: 'nextPageToken', sendAs: 'pageToken' },
	}),
	shape({
		api: 'Google Calendar',
		source: 'https://developers.google.com/workspace/calendar/api/v3/reference/events/list',
		url: 'https://www.googleapis.com/calendar/v3/calendars/primary/events',
		data: {
			kind: 'calendar#events',
			defaultReminders: some(1),
			nextPageToken: 'EiUKGjBpNDd2Nmp2',
			items: some(250),
		},
		expected: { style: 'cursor', rowsAt: 'items', nextAt: 'nextPageToken', sendAs: 'pageToken' },
	}),
	shape({
		api: 'YouTube',
		source: 'https://developers.google.com/youtube/v3/guides/implementation/pagination',
		url: 'https://www.googleapis.com/youtube/v3/search?part=snippet&maxResults=25&q=n8n',
		data: {
			kind: 'youtube#searchListResponse',
			nextPageToken: 'CBkQAA',
			regionCode: 'DE',
			pageInfo: { totalResults: 1_000_000, resultsPerPage: 25 },
			items: some(25),
		},
		expected: { style: 'cursor', rowsAt: 'items', nextAt: 'nextPageToken', sendAs: 'pageToken' },
	}),
	shape({
		api: 'Microsoft Graph',
		source: 'https://learn.microsoft.com/en-us/graph/paging',
		url: 'https://graph.microsoft.com/v1.0/users?$top=100',
		data: {
			'@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
			'@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$top=100&$skiptoken=RFNwdAIAAQ',
			value: some(100),
		},
		expected: { style: 'nextUrl', rowsAt: 'value', nextAt: '@odata.nextLink' },
	}),
	shape({
		api: 'Zendesk (offset)',
		source: 'https://developer.zendesk.com/api-reference/introduction/pagination/',
		url: 'https://acme.zendesk.com/api/v2/tickets.json?include=users',
		data: {
			tickets: some(100),
			users: some(7),
			next_page: 'https://acme.zendesk.com/api/v2/tickets.json?include=users&page=2',
			previous_page: null,
			count: 1234,
		},
		expected: { style: 'nextUrl', rowsAt: 'tickets', totalAt: 'count', nextAt: 'next_page' },
	}),
	shape({
		api: 'Zendesk (cursor)',
		source: 'https://developer.zendesk.com/api-reference/introduction/pagination/',
		url: 'https://acme.zendesk.com/api/v2/tickets?page[size]=100',
		data: {
			tickets: some(100),
			meta: { has_more: true, after_cursor: 'xxx', before_cursor: 'yyy' },
			links: {
				next: 'https://acme.zendesk.com/api/v2/tickets?page%5Bsize%5D=100&page%5Bafter%5D=xxx',
				prev: 'https://acme.zendesk.com/api/v2/tickets?page%5Bsize%5D=100&page%5Bbefore%5D=yyy',
			},
		},
		expected: {
			style: 'nextUrl',
			rowsAt: 'tickets',
			nextAt: 'links.next',
			moreAt: 'meta.has_more',
		},
	}),
	shape({
		api: 'Intercom list',
		source:
			'https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination-cursor',
		url: 'https://api.intercom.io/contacts?per_page=50',
		data: {
			type: 'list',
			data: some(50),
			total_count: 130,
			pages: {
				type: 'pages',
				page: 1,
				next: { page: 2, starting_after: 'WzE2NzA0MjI=' },
				per_page: 50,
				total_pages: 3,
			},
		},
		expected: {
			style: 'cursor',
			rowsAt: 'data',
			totalAt: 'total_count',
			nextAt: 'pages.next.starting_after',
			sendAs: 'starting_after',
			sendIn: 'query',
		},
	}),
	shape({
		api: 'Intercom search',
		source:
			'https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination-cursor',
		url: 'https://api.intercom.io/contacts/search',
		body: { query: { field: 'role', operator: '=', value: 'lead' }, pagination: { per_page: 50 } },
		data: {
			type: 'list',
			data: some(50),
			total_count: 130,
			pages: { type: 'pages', page: 1, next: { page: 2, starting_after: 'WzE2NzA0MjI=' } },
		},
		expected: {
			style: 'cursor',
			rowsAt: 'data',
			nextAt: 'pages.next.starting_after',
			sendAs: 'pagination.starting_after',
			sendIn: 'body',
		},
	}),
	shape({
		api: 'Pipedrive v1',
		source: 'https://pipedrive.readme.io/docs/core-api-concepts-pagination',
		url: 'https://acme.pipedrive.com/api/v1/activities?limit=100',
		data: {
			success: true,
			data: some(100),
			additional_data: {
				pagination: { start: 0, limit: 100, more_items_in_collection: true, next_start: 100 },
			},
			related_objects: { user: { 1: { id: 1 } } },
		},
		expected: {
			style: 'cursor',
			rowsAt: 'data',
			nextAt: 'additional_data.pagination.next_start',
			moreAt: 'additional_data.pagination.more_items_in_collection',
			sendAs: 'start',
			sendIn: 'query',
		},
	}),
	shape({
		api: 'Pipedrive v2',
		source: 'https://pipedrive.readme.io/docs/core-api-concepts-pagination',
		url: 'https://acme.pipedrive.com/api/v2/deals?limit=100',
		data: {
			success: true,
			data: some(100),
			additional_data: { next_cursor: 'eyJmaWVsZCI6ImlkIn0' },
		},
		expected: {
			style: 'cursor',
			rowsAt: 'data',
			nextAt: 'additional_data.next_cursor',
			sendAs: 'cursor',
			sendIn: 'query',
		},
	}),
	shape({
		api: 'Jira search (startAt)',
		source: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#pagination',
		url: 'https://acme.atlassian.net/rest/api/2/search?jql=project%3DAPP',
		data: {
			expand: 'schema,names',
			startAt: 0,
			maxResults: 50,
			total: 212,
			issues: some(50, { fields: {} }),
		},
		expected: {
			style: 'offset',
			rowsAt: 'issues',
			totalAt: 'total',
			sendAs: 'startAt',
			sendIn: 'query',
			first: 0,
			size: 50,
		},
	}),
	shape({
		api: 'Jira search (token)',
		source:
			'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-get',
		url: 'https://acme.atlassian.net/rest/api/3/search/jql?jql=project%3DAPP&maxResults=50',
		data: { issues: some(50), nextPageToken: 'CAEaAggD', isLast: false },
		expected: {
			style: 'cursor',
			rowsAt: 'issues',
			nextAt: 'nextPageToken',
			lastAt: 'isLast',
			sendAs: 'nextPageToken',
			sendIn: 'query',
		},
	}),
	shape({
		api: 'Confluence v2',
		source: 'https://developer.atlassian.com/cloud/confluence/rest/v2/intro/',
		url: 'https://acme.atlassian.net/wiki/api/v2/pages?limit=25',
		data: {
			results: some(25),
			_links: {
				next: '/wiki/api/v2/pages?limit=25&cursor=eyJpZCI6',
				base: 'https://acme.atlassian.net/wiki',
			},
		},
		expected: { style: 'nextUrl', rowsAt: 'results', nextAt: '_links.next' },
	}),
	shape({
		api: 'Confluence v1',
		source: 'https://developer.atlassian.com/server/confluence/pagination-in-the-rest-api/',
		url: 'https://acme.atlassian.net/wiki/rest/api/space?limit=25',
		data: {
			results: some(25),
			start: 0,
			limit: 25,
			size: 25,
			_links: {
				base: 'https://acme.atlassian.net/wiki',
				context: '/wiki',
				next: '/rest/api/space?limit=25&start=25',
				self: 'https://acme.atlassian.net/wiki/rest/api/space',
			},
		},
		expected: { style: 'offset', rowsAt: 'results', sendAs: 'start', sendIn: 'query', first: 0 },
	}),
	shape({
		api: 'X (Twitter)',
		source: 'https://docs.x.com/x-api/fundamentals/pagination',
		url: 'https://api.x.com/2/users/2244994945/tweets?max_results=100&expansions=author_id',
		data: {
			data: some(100),
			includes: { users: some(1) },
			meta: {
				result_count: 100,
				newest_id: '1849',
				oldest_id: '1750',
				next_token: '7140dibdnow9c7btw4b2',
			},
		},
		expected: {
			style: 'cursor',
			rowsAt: 'data',
			nextAt: 'meta.next_token',
			sendAs: 'pagination_token',
			sendIn: 'query',
		},
	}),
	shape({
		api: 'Facebook Graph',
		source: 'https://developers.facebook.com/docs/graph-api/results',
		url: 'https://graph.facebook.com/v21.0/act_1/campaigns?limit=25',
		data: {
			data: some(25),
			paging: {
				cursors: { before: 'MTAx', after: 'NDMy' },
				next: 'https://graph.facebook.com/v21.0/act_1/campaigns?limit=25&after=NDMy',
			},
		},
		expected: { style: 'nextUrl', rowsAt: 'data', nextAt: 'paging.next' },
	}),
	shape({
		api: 'Twilio',
		source: 'https://www.twilio.com/docs/usage/twilios-response#pagination',
		url: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json?PageSize=50',
		data: {
			page: 0,
			page_size: 50,
			start: 0,
			end: 49,
			uri: '/2010-04-01/Accounts/AC1/Messages.json?PageSize=50&Page=0',
			first_page_uri: '/2010-04-01/Accounts/AC1/Messages.json?PageSize=50&Page=0',
			next_page_uri: '/2010-04-01/Accounts/AC1/Messages.json?PageSize=50&Page=1&PageToken=PASMabc',
			previous_page_uri: null,
			messages: some(50, { sid: 'SM1' }),
		},
		expected: { style: 'nextUrl', rowsAt: 'messages', nextAt: 'next_page_uri' },
	}),
	shape({
		api: 'SendGrid',
		source: 'https://www.twilio.com/docs/sendgrid/api-reference/lists/get-all-lists',
		url: 'https://api.sendgrid.com/v3/marketing/lists?page_size=100',
		data: {
			result: some(100),
			_metadata: {
				self: 'https://api.sendgrid.com/v3/marketing/lists?page_size=100&page_token=',
				next: 'https://api.sendgrid.com/v3/marketing/lists?page_size=100&page_token=tok2',
				count: 340,
			},
		},
		expected: { style: 'nextUrl', rowsAt: 'result', nextAt: '_metadata.next' },
	}),
	shape({
		api: 'Mailchimp',
		source: 'https://mailchimp.com/developer/marketing/docs/methods-parameters/#pagination',
		url: 'https://us1.api.mailchimp.com/3.0/lists/l1/members?count=100&offset=0',
		data: {
			members: some(100),
			list_id: 'l1',
			total_items: 4300,
			_links: [{ rel: 'self', href: 'https://us1.api.mailchimp.com/3.0/lists/l1/members' }],
		},
		expected: {
			style: 'offset',
			rowsAt: 'members',
			totalAt: 'total_items',
			sendAs: 'offset',
			first: 0,
			size: 100,
			sizeAs: 'count',
		},
	}),
	shape({
		api: 'ActiveCampaign',
		source: 'https://developers.activecampaign.com/reference/pagination',
		url: 'https://acme.api-us1.com/api/3/contacts?limit=100&offset=0',
		data: {
			scoreValues: [],
			contacts: some(100),
			meta: { total: '523', page_input: { limit: 100, offset: 0 } },
		},
		expected: { style: 'offset', rowsAt: 'contacts', totalAt: 'meta.total', sendAs: 'offset' },
	}),
	shape({
		api: 'Django REST framework',
		source: 'https://www.django-rest-framework.org/api-guide/pagination/',
		url: 'https://api.example.org/accounts/?status=open',
		data: {
			count: 1023,
			next: 'https://api.example.org/accounts/?page=2&status=open',
			previous: null,
			results: some(100),
		},
		expected: { style: 'nextUrl', rowsAt: 'results', totalAt: 'count', nextAt: 'next' },
	}),
	shape({
		api: 'Laravel',
		source: 'https://laravel.com/docs/12.x/pagination#converting-results-to-json',
		url: 'https://app.example.com/api/users',
		data: {
			current_page: 1,
			data: some(15),
			first_page_url: 'https://app.example.com/api/users?page=1',
			from: 1,
			last_page: 4,
			last_page_url: 'https://app.example.com/api/users?page=4',
			links: some(6, { url: null, label: '1', active: false }),
			next_page_url: 'https://app.example.com/api/users?page=2',
			path: 'https://app.example.com/api/users',
			per_page: 15,
			prev_page_url: null,
			to: 15,
			total: 50,
		},
		expected: { style: 'nextUrl', rowsAt: 'data', totalAt: 'total', nextAt: 'next_page_url' },
	}),
	shape({
		api: 'Laravel (with a filter)',
		source: 'https://laravel.com/docs/12.x/pagination#appending-query-string-values',
		url: 'https://app.example.com/api/users?status=open&per_page=50',
		data: {
			data: some(50),
			links: {
				first: 'https://app.example.com/api/users?page=1',
				last: 'https://app.example.com/api/users?page=4',
				prev: null,
				next: 'https://app.example.com/api/users?page=2',
			},
			meta: { current_page: 1, from: 1, last_page: 4, per_page: 50, to: 50, total: 180 },
		},
		expected: {
			style: 'pageNumber',
			rowsAt: 'data',
			totalAt: 'meta.total',
			sendAs: 'page',
			sendIn: 'query',
			first: 1,
		},
	}),
	shape({
		api: 'Spring Data (Page)',
		source:
			'https://docs.spring.io/spring-data/commons/reference/repositories/core-extensions.html',
		url: 'https://shop.example.com/orders?size=20',
		data: {
			content: some(20),
			pageable: { pageNumber: 0, pageSize: 20, offset: 0, paged: true, unpaged: false },
			last: false,
			totalPages: 6,
			totalElements: 113,
			first: true,
			size: 20,
			number: 0,
			numberOfElements: 20,
			empty: false,
		},
		expected: {
			style: 'pageNumber',
			rowsAt: 'content',
			totalAt: 'totalElements',
			lastAt: 'last',
			pagesAt: 'totalPages',
			sendAs: 'page',
			sendIn: 'query',
			first: 0,
			size: 20,
			sizeAs: 'size',
		},
	}),
	shape({
		api: 'Spring Data REST',
		source: 'https://docs.spring.io/spring-data/rest/reference/paging-and-sorting.html',
		url: 'https://shop.example.com/people',
		data: {
			_embedded: { people: some(20) },
			_links: {
				self: { href: 'https://shop.example.com/people{?page,size,sort}', templated: true },
				next: { href: 'https://shop.example.com/people?page=1&size=20' },
			},
			page: { size: 20, totalElements: 50, totalPages: 3, number: 0 },
		},
		expected: {
			style: 'nextUrl',
			rowsAt: '_embedded.people',
			totalAt: 'page.totalElements',
			nextAt: '_links.next.href',
		},
	}),
	shape({
		api: 'JSON:API',
		source: 'https://jsonapi.org/format/#fetching-pagination',
		url: 'https://api.example.com/articles?page[size]=10',
		data: {
			links: {
				self: 'https://api.example.com/articles?page[size]=10&page[number]=1',
				next: 'https://api.example.com/articles?page[size]=10&page[number]=2',
				last: 'https://api.example.com/articles?page[size]=10&page[number]=9',
			},
			data: some(10, { type: 'articles', attributes: { title: 'On lists' } }),
			included: some(30, { type: 'people' }),
		},
		expected: { style: 'nextUrl', rowsAt: 'data', nextAt: 'links.next' },
	}),
	shape({
		api: 'Typeform',
		source: 'https://www.typeform.com/developers/create/reference/retrieve-forms/',
		url: 'https://api.typeform.com/forms?page=1&page_size=200',
		data: { total_items: 480, page_count: 3, items: some(200) },
		expected: {
			style: 'pageNumber',
			rowsAt: 'items',
			totalAt: 'total_items',
			pagesAt: 'page_count',
			sendAs: 'page',
			first: 1,
		},
	}),
	shape({
		api: 'Calendly',
		source: 'https://developer.calendly.com/api-docs/conventions',
		url: 'https://api.calendly.com/scheduled_events?count=20&user=u1',
		data: {
			collection: some(20),
			pagination: {
				count: 20,
				next_page: 'https://api.calendly.com/scheduled_events?count=20&page_token=KfKp',
				previous_page: null,
				next_page_token: 'KfKp',
				previous_page_token: null,
			},
		},
		expected: { style: 'nextUrl', rowsAt: 'collection', nextAt: 'pagination.next_page' },
	}),
	shape({
		api: 'Asana',
		source: 'https://developers.asana.com/docs/pagination',
		url: 'https://app.asana.com/api/1.0/tasks?project=1&limit=100',
		data: {
			data: some(100, { gid: '12' }),
			next_page: {
				offset: 'eyJ0eXAiOiJKV1Qi',
				path: '/tasks?project=1&limit=100&offset=eyJ0eXAiOiJKV1Qi',
				uri: 'https://app.asana.com/api/1.0/tasks?project=1&limit=100&offset=eyJ0eXAiOiJKV1Qi',
			},
		},
		expected: { style: 'nextUrl', rowsAt: 'data', nextAt: 'next_page.uri' },
	}),
	shape({
		api: 'monday (next_items_page)',
		source: 'https://developer.monday.com/api-reference/reference/items-page',
		url: 'https://api.monday.com/v2',
		body: gql(
			'query ($cursor: String!) { next_items_page(limit: 100, cursor: $cursor) { cursor items { id name } } }',
			{ cursor: 'MSw5NzI4MDA5MDAs' },
		),
		data: { data: { next_items_page: { cursor: 'MSw5NzI4MDA5MDBh', items: some(100) } } },
		expected: {
			style: 'cursor',
			rowsAt: 'data.next_items_page.items',
			nextAt: 'data.next_items_page.cursor',
			sendAs: 'variables.cursor',
			sendIn: 'body',
		},
	}),
	shape({
		api: 'Close',
		source: 'https://developer.close.com/topics/pagination/',
		url: 'https://api.close.com/api/v1/lead/?_limit=100',
		data: { has_more: true, total_results: 1423, data: some(100) },
		expected: {
			style: 'offset',
			rowsAt: 'data',
			moreAt: 'has_more',
			sendAs: '_skip',
			sendIn: 'query',
			first: 0,
		},
	}),
	shape({
		api: 'PostHog',
		source: 'https://posthog.com/docs/api#pagination',
		url: 'https://us.posthog.com/api/projects/1/persons/',
		data: {
			next: 'https://us.posthog.com/api/projects/1/persons/?limit=100&offset=100',
			previous: null,
			results: some(100),
		},
		expected: { style: 'nextUrl', rowsAt: 'results', nextAt: 'next' },
	}),
	shape({
		api: 'Contentful',
		source:
			'https://www.contentful.com/developers/docs/references/content-delivery-api/#/introduction/collection-resources-and-pagination',
		url: 'https://cdn.contentful.com/spaces/s1/environments/master/entries?limit=100',
		data: {
			sys: { type: 'Array' },
			total: 256,
			skip: 0,
			limit: 100,
			items: some(100),
			includes: { Entry: some(20), Asset: some(9) },
		},
		expected: {
			style: 'offset',
			rowsAt: 'items',
			totalAt: 'total',
			sendAs: 'skip',
			sendIn: 'query',
			first: 0,
			size: 100,
		},
	}),
	shape({
		api: 'Algolia',
		source: 'https://www.algolia.com/doc/rest-api/search/search-single-index',
		url: 'https://app1-dsn.algolia.net/1/indexes/products/query',
		body: { query: 'lamp', hitsPerPage: 20 },
		data: {
			hits: some(20, { objectID: '1' }),
			nbHits: 131,
			page: 0,
			nbPages: 7,
			hitsPerPage: 20,
			exhaustiveNbHits: true,
			query: 'lamp',
			params: 'query=lamp&hitsPerPage=20',
		},
		expected: {
			style: 'pageNumber',
			rowsAt: 'hits',
			totalAt: 'nbHits',
			pagesAt: 'nbPages',
			sendAs: 'page',
			sendIn: 'body',
			first: 0,
		},
	}),
	shape({
		api: 'Square',
		source: 'https://developer.squareup.com/docs/build-basics/common-api-patterns/pagination',
		url: 'https://connect.squareup.com/v2/customers?limit=100',
		data: { customers: some(100), cursor: 'bPGm2PtqIkKj' },
		expected: { style: 'cursor', rowsAt: 'customers', nextAt: 'cursor', sendAs: 'cursor' },
	}),
	shape({
		api: 'SCIM 2.0',
		source: 'https://datatracker.ietf.org/doc/html/rfc7644#section-3.4.2.4',
		url: 'https://idp.example.com/scim/v2/Users?count=100',
		data: {
			schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
			totalResults: 240,
			itemsPerPage: 100,
			startIndex: 1,
			Resources: some(100),
		},
		expected: {
			style: 'offset',
			rowsAt: 'Resources',
			totalAt: 'totalResults',
			sendAs: 'startIndex',
			first: 1,
		},
	}),
];

type Unclear = Given & { ambiguous: string };

const unclear = ({ ambiguous, ...rest }: Unclear): ApiShape => ({ ...shape(rest), ambiguous });

/** What cannot be told from the first page: Auto has to say so. */
export const AMBIGUOUS: ApiShape[] = [
	unclear({
		api: 'Dropbox',
		source: 'https://www.dropbox.com/developers/documentation/http/documentation#files-list_folder',
		url: 'https://api.dropboxapi.com/2/files/list_folder',
		body: { path: '', limit: 100 },
		data: { entries: some(100), cursor: 'ZtkX9_EHj3x7PMkVuFIhwKYX', has_more: true },
		expected: { rowsAt: 'entries', moreAt: 'has_more' },
		ambiguous: 'The cursor goes to another address (list_folder/continue).',
	}),
	unclear({
		api: 'Elasticsearch',
		source: 'https://www.elastic.co/docs/reference/elasticsearch/rest-apis/paginate-search-results',
		url: 'https://es.example.com/leads/_search',
		body: { size: 100, sort: [{ created: 'asc' }] },
		data: {
			took: 5,
			timed_out: false,
			_shards: { total: 5, successful: 5 },
			hits: {
				total: { value: 10_000, relation: 'gte' },
				max_score: null,
				hits: some(100, { _source: {}, sort: [4098] }),
			},
		},
		expected: { rowsAt: 'hits.hits', totalAt: 'hits.total.value' },
		ambiguous: 'The sort values of the last hit are sent back as search_after: a list, not a text.',
	}),
	unclear({
		api: 'DynamoDB',
		source:
			'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html',
		url: 'https://dynamodb.eu-central-1.amazonaws.com/',
		body: { TableName: 'Leads' },
		data: {
			Count: 37,
			ScannedCount: 37,
			Items: some(37),
			LastEvaluatedKey: { id: { S: 'r37' } },
		},
		expected: { style: 'none', rowsAt: 'Items' },
		ambiguous: 'LastEvaluatedKey is an object, which is sent back as ExclusiveStartKey.',
	}),
	unclear({
		api: 'QuickBooks',
		source:
			'https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries',
		url: 'https://quickbooks.api.intuit.com/v3/company/1/query?query=select%20*%20from%20Customer',
		data: {
			QueryResponse: { Customer: some(100), startPosition: 1, maxResults: 100 },
			time: '2026-11-02T10:00:00Z',
		},
		expected: { rowsAt: 'QueryResponse.Customer' },
		ambiguous: 'STARTPOSITION stands inside of the text of the query; no parameter moves it.',
	}),
	unclear({
		api: 'monday (items_page)',
		source: 'https://developer.monday.com/api-reference/reference/items-page',
		url: 'https://api.monday.com/v2',
		body: gql('{ boards(ids: 7) { items_page(limit: 100) { cursor items { id } } } }'),
		data: { data: { boards: [{ items_page: { cursor: 'MSw5NzI4', items: some(100) } }] } },
		expected: { style: 'none', rowsAt: 'data.boards' },
		ambiguous: 'The pages are those of each board; next_items_page is another query.',
	}),
	unclear({
		api: 'Twitch',
		source: 'https://dev.twitch.tv/docs/api/guide/#pagination',
		url: 'https://api.twitch.tv/helix/streams?first=20',
		data: { data: some(20), pagination: { cursor: 'eyJiIjpudWxs' } },
		expected: { style: 'cursor', nextAt: 'pagination.cursor' },
		ambiguous: 'pagination.cursor is sent as after, with other APIs as cursor.',
	}),
	unclear({
		api: 'Lever',
		source: 'https://hire.lever.co/developer/documentation#pagination',
		url: 'https://api.lever.co/v1/opportunities?limit=100',
		data: { data: some(100), hasNext: true, next: '[1423187000000,"ed1a2b"]' },
		expected: { style: 'cursor', nextAt: 'next', moreAt: 'hasNext' },
		ambiguous: 'next is a token that is sent as offset.',
	}),
	unclear({
		api: 'Anthropic',
		source: 'https://platform.claude.com/docs/en/api/models-list',
		url: 'https://api.anthropic.com/v1/models?limit=20',
		data: { data: some(20), first_id: 'r1', has_more: true, last_id: 'r20' },
		expected: { style: 'cursor', nextAt: 'last_id', moreAt: 'has_more' },
		ambiguous: 'last_id is sent as after_id, with other APIs as after.',
	}),
	unclear({
		api: 'ActiveCampaign (limit only)',
		source: 'https://developers.activecampaign.com/reference/pagination',
		url: 'https://acme.api-us1.com/api/3/tags?limit=100',
		data: { tags: some(100), meta: { total: '523' } },
		expected: { style: 'offset', totalAt: 'meta.total', sendAs: 'offset' },
		ambiguous: 'There are more than came, but nothing says whether by offset or by page.',
	}),
	unclear({
		api: 'Typeform (no page)',
		source: 'https://www.typeform.com/developers/create/reference/retrieve-forms/',
		url: 'https://api.typeform.com/forms',
		data: { total_items: 48, page_count: 5, items: some(10) },
		expected: { style: 'pageNumber', sendAs: 'page', first: 1 },
		ambiguous: 'Nothing says whether the first page is 0 or 1.',
	}),
	unclear({
		api: 'FHIR',
		source: 'https://hl7.org/fhir/http.html#paging',
		url: 'https://fhir.example.org/Patient?_count=50',
		data: {
			resourceType: 'Bundle',
			type: 'searchset',
			link: [
				{ relation: 'self', url: 'https://fhir.example.org/Patient?_count=50' },
				{ relation: 'next', url: 'https://fhir.example.org/Patient?_count=50&page=x2' },
			],
			entry: some(50),
		},
		expected: { rowsAt: 'entry' },
		ambiguous: 'The next address stands in a list of links, at another place in each page.',
	}),
	unclear({
		api: 'World Bank',
		source:
			'https://datahelpdesk.worldbank.org/knowledgebase/articles/898581-api-basic-call-structures',
		url: 'https://api.worldbank.org/v2/country?format=json',
		data: [{ page: 1, pages: 6, per_page: '50', total: 296 }, some(50)],
		expected: { style: 'none', rowsAt: '1' },
		ambiguous: 'The answer is a list of the page info and the records.',
	}),
	unclear({
		api: 'MediaWiki',
		source: 'https://www.mediawiki.org/wiki/API:Continue',
		url: 'https://en.wikipedia.org/w/api.php?action=query&list=search&srsearch=n8n&format=json',
		data: {
			batchcomplete: '',
			continue: { sroffset: 10, continue: '-||' },
			query: { searchinfo: { totalhits: 64 }, search: some(10) },
		},
		expected: { style: 'none' },
		ambiguous: 'Two values have to be sent back together.',
	}),
	unclear({
		api: 'any list of exactly 100',
		source: 'https://api.example.com/',
		url: 'https://api.example.com/v1/contacts',
		data: { contacts: some(100) },
		expected: { style: 'none', rowsAt: 'contacts' },
		ambiguous: 'The page may be full, and nothing tells of more.',
	}),
];
