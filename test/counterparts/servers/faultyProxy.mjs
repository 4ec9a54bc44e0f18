// A reverse proxy that spoils some answers. Our own, and no package is in it: what it breaks is exact.
import { createServer } from 'node:http';

import { listen, options, ready, sendJson } from './child.mjs';
import { faultPlan } from './faultPlan.mjs';
import { requestWindow } from './requestWindow.mjs';
import { upstream } from './upstream.mjs';

const { target, faults, limit } = options;

const counts = {
	requests: 0,
	forwarded: 0,
	limited: 0,
	faults: Object.fromEntries(faults.kinds.map((kind) => [kind, 0])),
};
const faultOf = faultPlan(faults);
const retryAfter = requestWindow(limit);

async function bodyOf(stream) {
	const chunks = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks);
}

const reset = (response) => response.socket.resetAndDestroy();

/** The head says how long the body would be; half of it comes, then the end of the connection. */
function cut(response, { status, headers, body }) {
	const half = body.subarray(0, Math.floor(body.length / 2));
	const kept = headers.filter((_, index) => headers[index - (index % 2)] !== 'content-length');
	response.writeHead(status, [...kept, 'content-length', String(body.length)]);
	response.write(half, () => response.socket.destroy());
}

async function forward(request, response, fault) {
	const sent = await bodyOf(request);
	if (fault === 'status503') return sendJson(response, 503, { error: 'Service Unavailable' });
	if (fault === 'resetBefore') return reset(response);
	counts.forwarded += 1;
	const answer = await ask(request, sent);
	if (fault === 'resetAfter') return reset(response);
	// Without a body there is nothing to cut.
	if (fault === 'cutBody') return answer.body.length > 1 ? cut(response, answer) : reset(response);
	response.writeHead(answer.status, answer.headers);
	return response.end(answer.body);
}

async function handle(request, response) {
	if (request.url === '/.proxy/counts') return sendJson(response, 200, counts);
	counts.requests += 1;
	const seconds = retryAfter();
	if (seconds > 0) {
		counts.limited += 1;
		request.resume();
		const headers = { 'retry-after': String(seconds) };
		return sendJson(response, 429, { error: 'Too Many Requests' }, headers);
	}
	const fault = faultOf(request);
	if (fault !== undefined) counts.faults[fault] += 1;
	return await forward(request, response, fault);
}

const server = createServer((request, response) => {
	handle(request, response).catch((error) => {
		if (response.headersSent) response.destroy();
		else sendJson(response, 502, { error: String(error) });
	});
});
const url = await listen(server);
const ask = upstream(target, url);
ready(url);
