import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { asArray, asObject } from '../../nodes/shared/engine/body';
import { cursorPages } from '../../nodes/shared/engine/pages/cursor';
import { walk } from '../../nodes/shared/engine/pages/walk';
import { read } from '../engine/support/testVendor';
import { recordFigure } from './figures';
import { realClient } from './support/onRealTime';

const PAGES = 1_000;
const ROWS_IN_PAGE = 100;
const MOST_MB = 100;
const MEGABYTE = 1_048_576;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let server: ChildProcess;
let url: string;
beforeAll(async () => {
	// In a process of its own: what the server holds must not count.
	server = fork(join(__dirname, 'support/megabytePages.js'), [String(PAGES)]);
	const [port] = (await once(server, 'message')) as [number];
	url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
	server.kill();
	await once(server, 'exit');
});

/** Bytes that are in use, with what buffers hold outside of the heap. */
function usedBytes(): number {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

test('29. 1,000 pages of 1 MB, handed on page by page: memory stays flat', async () => {
	const client = realClient(url);
	const base = usedBytes();
	let most = base;
	let pages = 0;
	let rows = 0;
	const { report } = await walk(client, {
		style: cursorPages({
			at: 'next',
			request: (after) => read({ path: '/rows', query: { after } }),
		}),
		read: (data) => ({ rows: asArray(asObject(data).rows) }),
		limit: Infinity,
		onRows: (some) => {
			pages += 1;
			rows += some.length;
			if (pages % 50 === 0) most = Math.max(most, usedBytes());
		},
	});
	const megabytes = (most - base) / MEGABYTE;
	recordFigure('memory-mb', megabytes);
	expect(report).toMatchObject({ received: PAGES * ROWS_IN_PAGE, pages: PAGES, complete: 'yes' });
	expect(rows).toBe(PAGES * ROWS_IN_PAGE);
	expect(megabytes).toBeLessThan(MOST_MB);
});
