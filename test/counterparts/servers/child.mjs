// What every counterpart does as a child process: options in, address out, end with its parent.
import { once } from 'node:events';

/** The options that the parent gave as the only argument. */
export const options = JSON.parse(process.argv[2]);

/** Lets a node:http server listen on a free port of this machine alone; returns its address. */
export async function listen(server) {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return `http://127.0.0.1:${server.address().port}`;
}

/** Tells the parent that requests may come. */
export function ready(url) {
	process.send({ url });
}

export function sendJson(response, status, body, headers = {}) {
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(JSON.stringify(body));
}

// A parent that was killed closes the channel: no server outlives its test.
process.on('disconnect', () => process.exit());
