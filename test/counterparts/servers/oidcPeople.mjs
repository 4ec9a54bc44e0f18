import { options, sendJson } from './child.mjs';
import { makePeople } from './people.mjs';

const PAGE = 100;
const people = makePeople(options.people);

async function isValid(provider, authorization) {
	const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
	if (token === undefined) return false;
	const found =
		(await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
	return found?.isValid ?? false;
}

function answer(page) {
	const rows = people.slice((page - 1) * PAGE, page * PAGE);
	return { data: rows, page, pages: Math.ceil(people.length / PAGE), total: people.length };
}

/** The protected resource: `GET /people?page=1`. */
export async function servePeople({ provider, counts, request, response, page }) {
	counts.requests += 1;
	if (await isValid(provider, request.headers.authorization)) {
		sendJson(response, 200, answer(Math.max(1, Number(page) || 1)));
		return;
	}
	counts.unauthorized += 1;
	const challenge = { 'www-authenticate': 'Bearer error="invalid_token"' };
	sendJson(response, 401, { error: 'invalid_token' }, challenge);
}
