/** A server of its own process: pages of one megabyte, as many as its argument says. */
const { createServer } = require('node:http');

const pages = Number(process.argv[2]);
const ROWS = 100;
const filler = 'x'.repeat(10_380);

createServer((request, response) => {
	const at = Number(new URL(request.url, 'http://127.0.0.1').searchParams.get('after') ?? 0);
	const rows = Array.from({ length: ROWS }, (_, place) => ({ id: at * ROWS + place, filler }));
	const next = at + 1 < pages ? { next: at + 1 } : {};
	response.setHeader('content-type', 'application/json');
	response.end(JSON.stringify({ rows, ...next }));
}).listen(0, '127.0.0.1', function () {
	process.send(this.address().port);
});
