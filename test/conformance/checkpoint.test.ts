import type { IDataObject } from 'n8n-workflow';
import type { Resume } from '../../nodes/shared/engine/pages/resume';
import type { JsonValue } from '../../nodes/shared/engine/types';
import { json, ownLog } from '../nodes/support/setup';
import { reply, type FaultServer, type Reply, type Seen } from './server/faultServer';
import { hubSpotNode } from './support/hubSpotNode';
import { byCursor, idsOf, idsTo, list, page, queryOf, rowsTo } from './support/lists';
import { eachTest, type Scene } from './support/scene';

const log = ownLog();
afterAll(() => log.remove());

let scene: Scene;
eachTest((fresh) => (scene = fresh));

type Make = (rows: JsonValue[], next?: string) => Reply;
const plain: Make = (rows, next) => page(rows, next === undefined ? {} : { next });
const contacts: Make = (rows, after) =>
	reply(200, { results: rows, ...(after === undefined ? {} : { paging: { next: { after } } }) });

/**
 * Ten pages of ten, whose cursors belong to one run: "first/7". `broken`: the page that answers
 * 500; `expired`: how a cursor of a run before is answered.
 */
function serve(server: FaultServer, make: Make, run: string, broken = 0, expired = 0): FaultServer {
	return server.afterwards((seen: Seen) => {
		const [of = run, at = '1'] = (queryOf(seen).get('after') ?? `${run}/1`).split('/');
		if (of !== run && expired > 0) return reply(expired, { message: 'the cursor has expired' });
		const number = Number(at);
		if (number === broken) return reply(500, { message: 'boom' });
		const next = number < 10 ? `${of}/${number + 1}` : undefined;
		return make(rowsTo(number * 10, number * 10 - 9), next);
	});
}
const pagesOf = (arrivals: Seen[]) => arrivals.map((seen) => queryOf(seen).get('after') ?? 'start');

async function untilPage7(): Promise<Resume> {
	serve(scene.server, plain, 'first', 7);
	const { report } = await list(scene, byCursor, { settings: { retries: 0 } });
	scene.server.arrivals.length = 0;
	if (!report.resume) throw new Error('The walk has given no place to go on from');
	return report.resume;
}

const GET_ALL: IDataObject = {
	operation: 'getAll',
	returnAll: true,
	simplify: false,
	gtmRetries: 0,
};

/** The node's first run, which ended at page 7, and the place that its error item names. */
async function nodeUntilPage7() {
	const run = await hubSpotNode(GET_ALL, [{}], (server) => serve(server, contacts, 'first', 7));
	const { details } = json(run.outputs[1])[0] as { details: { resumeFrom: string } };
	return { ids: json(run.outputs[0]).map(({ id }) => id), resumeFrom: details.resumeFrom };
}

describe('92', () => {
	test('92. a run that ended behind page 6, started again from its place: pages 7 to 10, no row twice', async () => {
		const start = await untilPage7();
		serve(scene.server, plain, 'first');
		const walked = await list(scene, byCursor, { start });
		expect(pagesOf(scene.server.arrivals)).toEqual(['first/7', 'first/8', 'first/9', 'first/10']);
		expect(idsOf(walked)).toEqual(idsTo(100, 61));
		expect(walked.report).toMatchObject({ received: 40, complete: 'yes' });
	});

	test('92b. a node: Resume From gives the rest', async () => {
		const first = await nodeUntilPage7();
		const rest = await hubSpotNode({ ...GET_ALL, resumeFrom: first.resumeFrom }, [{}], (server) =>
			serve(server, contacts, 'first'),
		);
		expect(pagesOf(rest.arrivals)).toEqual(['first/7', 'first/8', 'first/9', 'first/10']);
		const ids = json(rest.outputs[0]).map(({ id }) => id);
		expect([...first.ids, ...ids]).toEqual(idsTo(100));
	});

	test('92c. a node that was killed, and so gave nothing: without a place, from page 1, every row once', async () => {
		const run = await hubSpotNode(GET_ALL, [{}], (server) => serve(server, contacts, 'second'));
		expect(pagesOf(run.arrivals)[0]).toBe('start');
		expect(json(run.outputs[0]).map(({ id }) => id)).toEqual(idsTo(100));
	});

	test.each([
		['an invented word', 'abc', /not a place where a run stopped/],
		['a place in another list', undefined, /is a place in another list/],
	])('92d. %s as Resume From: an error that says what to do, and no send', async (_, word, why) => {
		const resumeFrom = word ?? (await nodeUntilPage7()).resumeFrom;
		const parameters = { ...GET_ALL, archived: true, resumeFrom };
		const run = await hubSpotNode(parameters, [{}], (server) => serve(server, contacts, 'first'));
		expect(run.arrivals).toEqual([]);
		expect(json(run.outputs[1])).toMatchObject([
			{
				error: expect.stringMatching(why) as string,
				message: expect.stringContaining('leave it empty') as string,
			},
		]);
	});
});

describe('93', () => {
	test.each([400, 404, 410])(
		'93. the cursor has expired (%i): begins again, gives only what is behind the last row, and says so',
		async (status) => {
			const start = await untilPage7();
			serve(scene.server, plain, 'second', 0, status);
			const walked = await list(scene, byCursor, { start });
			expect(pagesOf(scene.server.arrivals).slice(0, 2)).toEqual(['first/7', 'start']);
			expect(idsOf(walked)).toEqual(idsTo(100, 61));
			expect(walked.report).toMatchObject({ received: 40, restarted: true, complete: 'yes' });
		},
	);

	test('93b. the last row is gone meanwhile: rows twice rather than lost', async () => {
		const start = await untilPage7();
		serve(scene.server, plain, 'second', 0, 410);
		const walked = await list(scene, byCursor, { start: { ...start, lastKey: 'gone' } });
		expect(idsOf(walked)).toEqual(idsTo(100));
		expect(walked.report.restarted).toBe(true);
	});

	test('93c. a node: the rest, and a hint that it began again', async () => {
		const first = await nodeUntilPage7();
		const rest = await hubSpotNode({ ...GET_ALL, resumeFrom: first.resumeFrom }, [{}], (server) =>
			serve(server, contacts, 'second', 0, 400),
		);
		const ids = json(rest.outputs[0]).map(({ id }) => id);
		expect([...first.ids, ...ids]).toEqual(idsTo(100));
		expect(rest.outputs[1]).toEqual([]);
		expect(rest.hints[0]?.message).toMatch(/begun again, because the place.*no longer known/);
	});

	test('93d. a node: a refused first page without a place is an error, not a restart', async () => {
		const run = await hubSpotNode(GET_ALL, [{}], (server) =>
			server.afterwards(reply(400, { message: 'no such property' })),
		);
		expect(run.arrivals).toHaveLength(1);
		expect(run.outputs[1]).toHaveLength(1);
	});
});
