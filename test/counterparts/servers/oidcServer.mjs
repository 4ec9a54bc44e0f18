import { createServer } from 'node:http';

import { listen, options, ready, sendJson } from './child.mjs';
import { countGrants } from './oidcCounts.mjs';
import { makeProvider } from './oidcProvider.mjs';
import { servePeople } from './oidcPeople.mjs';

let handle = () => {};
const server = createServer((request, response) => handle(request, response));
// The issuer is an address, so the port comes first.
const url = await listen(server);

const provider = makeProvider(url, options);
const counts = countGrants(provider);
const oauth = provider.callback();

handle = (request, response) => {
	const { pathname, searchParams } = new URL(request.url, url);
	if (pathname === '/counts') sendJson(response, 200, counts);
	else if (pathname !== '/people') oauth(request, response);
	else servePeople({ provider, counts, request, response, page: searchParams.get('page') });
};

ready(url);
