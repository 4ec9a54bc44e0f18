import type { VendorAnswer, VendorRequest } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import { READ_CONTACTS, READ_SCHEMAS, WRITE_CONTACTS } from './access';
import type { Account } from './account';
import { accountDetails, dailyUsage } from './accountInfo';
import { batchArchive, batchRead } from './batchReads';
import { batchCreate, batchUpdate, batchUpsert } from './batchWrites';
import { listContacts, readContact } from './readContacts';
import type { RateLimits } from './rateLimits';
import { searchContacts } from './searchContacts';
import { archiveContact, createContact, updateContact } from './writeContact';

export interface Operation {
	name: string;
	/** Any one of these scopes is enough. */
	scopes: readonly string[];
	run(account: Account, request: VendorRequest, limits: RateLimits): VendorAnswer;
}

interface Route {
	path: RegExp;
	methods: Record<string, Operation>;
}

/** The classic and the two dated forms of a path; the bodies are the same. */
const CONTACTS = String.raw`/crm/(?:v3/objects|objects/2026-03|objects/2026-09)/(?:contacts|0-1)`;
const PROPERTIES = String.raw`/crm/(?:v3/properties|properties/2026-03|properties/2026-09)/(?:contacts|0-1)`;
const ACCOUNT_INFO = String.raw`/account-info/(?:v3|2026-03|2026-09)`;

function idIn(request: VendorRequest): string {
	return decodeURIComponent(request.path.split('/').at(-1) ?? '');
}

function read(name: string, run: Operation['run']): Operation {
	return { name, scopes: [READ_CONTACTS], run };
}

function write(name: string, run: Operation['run']): Operation {
	return { name, scopes: [WRITE_CONTACTS], run };
}

const ROUTES: readonly Route[] = [
	{
		path: new RegExp(`^${CONTACTS}$`),
		methods: { GET: read('list', listContacts), POST: write('create', createContact) },
	},
	{
		path: new RegExp(`^${CONTACTS}/search$`),
		methods: { POST: read('search', searchContacts) },
	},
	{
		path: new RegExp(`^${CONTACTS}/batch/create$`),
		methods: { POST: write('batch/create', batchCreate) },
	},
	{
		path: new RegExp(`^${CONTACTS}/batch/read$`),
		methods: { POST: read('batch/read', batchRead) },
	},
	{
		path: new RegExp(`^${CONTACTS}/batch/update$`),
		methods: { POST: write('batch/update', batchUpdate) },
	},
	{
		path: new RegExp(`^${CONTACTS}/batch/upsert$`),
		methods: { POST: write('batch/upsert', batchUpsert) },
	},
	{
		path: new RegExp(`^${CONTACTS}/batch/archive$`),
		methods: { POST: write('batch/archive', batchArchive) },
	},
	{
		path: new RegExp(`^${CONTACTS}/[^/]+$`),
		methods: {
			GET: read('read', (account, request) => readContact(account, request, idIn(request))),
			PATCH: write('update', (account, request) => updateContact(account, request, idIn(request))),
			DELETE: write('archive', (account, request) => archiveContact(account, idIn(request))),
		},
	},
	{
		path: new RegExp(`^${PROPERTIES}$`),
		methods: {
			GET: {
				name: 'properties',
				scopes: [READ_SCHEMAS, READ_CONTACTS],
				run: (account) =>
					jsonAnswer(200, { results: [...account.definitions.values()] }, { applied: true }),
			},
		},
	},
	{
		path: new RegExp(`^${ACCOUNT_INFO}/details$`),
		methods: { GET: { name: 'details', scopes: [], run: accountDetails } },
	},
	{
		path: new RegExp(`^${ACCOUNT_INFO}/api-usage/daily/private-apps$`),
		methods: {
			GET: { name: 'usage', scopes: [], run: (_account, _request, limits) => dailyUsage(limits) },
		},
	},
];

/** A known path with a method it does not have counts as unknown. */
export function operationOf({ method, path }: VendorRequest): Operation | undefined {
	return ROUTES.find((route) => route.path.test(path))?.methods[method];
}
