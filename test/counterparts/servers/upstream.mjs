import { Agent, request as send } from 'node:http';

/** Headers of one connection, not of the message. */
const OF_THE_CONNECTION = new Set([
	'connection',
	'keep-alive',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
]);

// No connection is used twice: one that the target closed meanwhile would be a fault by chance.
const agent = new Agent({ keepAlive: false });

/** Name, value, name, value, as it came; names in small letters, several of one name kept. */
function passing(rawHeaders, change) {
	const passed = [];
	for (let index = 0; index < rawHeaders.length; index += 2) {
		const name = rawHeaders[index].toLowerCase();
		if (!OF_THE_CONNECTION.has(name)) passed.push(name, change(name, rawHeaders[index + 1]));
	}
	return passed;
}

function answerOf(incoming, change) {
	return new Promise((resolve, reject) => {
		const chunks = [];
		incoming.on('data', (chunk) => chunks.push(chunk));
		incoming.once('error', reject);
		incoming.once('end', () => {
			const headers = passing(incoming.rawHeaders, change);
			resolve({ status: incoming.statusCode, headers, body: Buffer.concat(chunks) });
		});
	});
}

/** Asks the target; its own address in a header of the answer (Link, Location) becomes `own`. */
export function upstream(target, own) {
	const { host, origin } = new URL(target);
	const toTarget = (name, value) => (name === 'host' ? host : value);
	const toOwn = (_name, value) => value.replaceAll(origin, own);
	return (request, body) =>
		new Promise((resolve, reject) => {
			const headers = passing(request.rawHeaders, toTarget);
			if (body.length > 0 && request.headers['content-length'] === undefined) {
				headers.push('content-length', String(body.length));
			}
			const outgoing = send(origin + request.url, { method: request.method, headers, agent });
			outgoing.once('error', reject);
			outgoing.once('response', (incoming) => answerOf(incoming, toOwn).then(resolve, reject));
			outgoing.end(body);
		});
}
