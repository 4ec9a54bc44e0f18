import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Seen } from '../conformance/server/faultServer';
import { json, mapped, ownLog, runHubSpot } from './support/setup';

/** What the answer of a batch says of its rows, and what a refusal of the whole says of them. */
const log = ownLog();
let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const by = (value: string) => ({ __rl: true, mode: 'id', value });
const run = async (parameters: IDataObject, items: IDataObject[]) =>
	await runHubSpot(server.url, parameters, items, goOn);
const items = (...ids: string[]) => ids.map((id) => ({ id }));
const requests = () => server.arrivals.map(({ path }) => path.split('/').slice(-2).join('/'));

const update = {
	operation: 'update',
	fields: mapped({ hs_object_id: '={{ $json.id }}', firstname: 'New' }, ['hs_object_id']),
};
const recordsOf = ({ body }: Seen): IDataObject[] => JSON.parse(body).inputs;
const partly = (results: IDataObject[], ...errors: IDataObject[]) =>
	reply(207, { status: 'COMPLETE', results, numErrors: errors.length, errors });
const noPage = reply(404, '<html>Not here</html>', { 'content-type': 'text/html' });

describe('errors that name IDs in the place of trace ids', () => {
	const gone = (...ids: string[]) => ({
		category: 'OBJECT_NOT_FOUND',
		message: 'Could not get some CONTACT objects',
		context: { ids },
	});

	test('Update: the rows with these IDs are refused, not unknown', async () => {
		server.afterwards(partly([{ id: '1', properties: {} }], gone('2', '3')));
		const { outputs } = await run(update, items('1', '2', '3'));
		expect(json(outputs[0])).toMatchObject([{ id: '1', result: 'updated' }]);
		expect(outputs[1].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
		for (const { message, details } of json(outputs[1])) {
			expect(message).toContain('was deleted, or was merged into another one');
			expect(details).toMatchObject({ code: 'OBJECT_NOT_FOUND', outcome: 'not done' });
		}
	});

	test('Create or Update: by the value that is matched on, whatever its case', async () => {
		server.afterwards((seen) => partly(recordsOf(seen).slice(0, 1), gone('B@A.EXAMPLE')));
		const fields = mapped({ email: '={{ $json.id }}', city: 'Bonn' }, ['email']);
		const parameters = { operation: 'createOrUpdate', fields };
		const { outputs } = await run(parameters, items('a@a.example', 'b@a.example'));
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(json(outputs[1])[0].details).toMatchObject({ code: 'OBJECT_NOT_FOUND' });
	});

	test('Delete: what an answer refuses is not called deleted', async () => {
		const refusal = { category: 'VALIDATION_ERROR', message: 'It is locked' };
		server.afterwards(partly([], { ...refusal, context: { ids: ['2'] } }));
		const { outputs } = await run(
			{ operation: 'delete', recordId: by('={{ $json.id }}') },
			items('1', '2'),
		);
		expect(json(outputs[0])).toEqual([{ id: '1', deleted: true }]);
		expect(json(outputs[1])[0]).toMatchObject({
			id: '2',
			error: expect.stringContaining('It is locked'),
			details: { reason: 'row-rejected', outcome: 'not done' },
		});
	});

	test('Get: a record that is refused is not called missing', async () => {
		const refusal = { category: 'FORBIDDEN', message: 'Not yours' };
		server.afterwards(
			partly([{ id: '1', properties: {} }], { ...refusal, context: { ids: ['2'] } }),
		);
		const get = { operation: 'get', recordId: by('={{ $json.id }}') };
		const { outputs } = await run(get, items('1', '2'));
		expect(json(outputs[0])).toMatchObject([{ id: '1' }]);
		expect(json(outputs[1])[0].error).toContain('Not yours');
		expect(requests()).toEqual(['batch/read']);
	});
});

test('an empty trace id is none: rows are found by their IDs', async () => {
	server.afterwards((seen) =>
		reply(200, {
			results: recordsOf(seen)
				.toReversed()
				.map(({ id }) => ({ id, properties: { place: id }, objectWriteTraceId: '' })),
		}),
	);
	const { outputs } = await run(update, items('1', '2'));
	expect(json(outputs[0])).toMatchObject([
		{ id: '1', properties: { place: '1' } },
		{ id: '2', properties: { place: '2' } },
	]);
});

test('a record that exists, of whatever kind: the advice speaks of no contact', async () => {
	server.afterwards(reply(409, { category: 'CONFLICT', message: 'It exists' }));
	const fields = mapped({ subject: 'A', hs_pipeline_stage: '1' });
	const { outputs } = await run({ resource: 'ticket', operation: 'create', fields }, [{}]);
	expect(json(outputs[1])[0].message).toContain('to change the record that exists');
});

describe('a page that is not there is no record that is not there', () => {
	test('Only Fill Empty Fields: nothing is written over what was not read', async () => {
		server.afterwards(({ path }) => (path.endsWith('/batch/read') ? noPage : reply(500)));
		const fields = mapped({ email: '={{ $json.id }}', firstname: 'New' }, ['email']);
		const parameters = { operation: 'createOrUpdate', onlyFillEmpty: true, fields };
		const { outputs } = await run(parameters, items('a@a.example', 'b@a.example'));
		expect(requests()).toEqual(['batch/read']);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject(
			Array(2).fill({ reason: 'not-found', outcome: 'not done' }),
		);
	});

	test('Lead: Create or Update creates none that may exist', async () => {
		server.afterwards(({ path }) => (path.endsWith('/batch/read') ? noPage : reply(500)));
		const fields = mapped({ lead_number: '={{ $json.id }}', hs_lead_name: 'A' }, ['lead_number']);
		const parameters = { resource: 'lead', operation: 'createOrUpdate', fields };
		const { outputs } = await run(parameters, items('L1', 'L2'));
		expect(requests()).toEqual(['batch/read']);
		expect(outputs[1]).toHaveLength(2);
	});

	test('a single record that HubSpot itself calls not found is one', async () => {
		const gone = { category: 'OBJECT_NOT_FOUND', message: 'resource not found' };
		server
			.answers(reply(404, gone))
			.afterwards((seen) =>
				reply(200, { results: recordsOf(seen).map((input) => ({ ...input, new: true })) }),
			);
		const fields = mapped({ email: '={{ $json.id }}', firstname: 'New' }, ['email']);
		const parameters = { operation: 'createOrUpdate', onlyFillEmpty: true, fields };
		const { outputs } = await run(parameters, items('a@a.example'));
		expect(json(outputs[0])).toMatchObject([{ result: 'created' }]);
	});
});

test('companies by domain: nothing is created where the look-up does not come to its end', async () => {
	server.afterwards(reply(200, { results: [], paging: { next: { after: '200' } } }));
	const fields = mapped({ domain: '={{ $json.id }}', name: 'A' }, ['domain']);
	const parameters = { resource: 'company', operation: 'createOrUpdate', fields };
	const { outputs } = await run(parameters, items('a.example', 'b.example'));
	expect(requests()).toEqual(['companies/search', 'companies/search']);
	expect(json(outputs[1]).map(({ details }) => details)).toMatchObject(
		Array(2).fill({ reason: 'incomplete', outcome: 'not done' }),
	);
});

describe('an object type that HubSpot does not know', () => {
	const unable = { category: 'VALIDATION_ERROR', message: 'Unable to infer object type from: x' };
	const operations = {
		create: { fields: mapped({ model: '={{ $json.id }}' }) },
		createOrUpdate: { fields: mapped({ vin: '={{ $json.id }}' }, ['vin']) },
		update,
		delete: { recordId: by('={{ $json.id }}') },
		get: { recordId: by('={{ $json.id }}'), simplify: false },
	};

	test.each(
		Object.entries(operations).flatMap(([operation, fields]) => [
			[operation, 'a page that is not there', noPage, fields] as const,
			[operation, 'a refusal of the type', reply(400, unable), fields] as const,
		]),
	)(
		'%s, %s: one request for 100 items, and what to change',
		async (operation, _, refusal, rest) => {
			server.afterwards(refusal);
			const parameters = { ...rest, resource: 'customObject', operation, objectType: by('boats') };
			const ids = Array.from({ length: 100 }, (_item, at) => String(at + 1));
			const { outputs } = await run(parameters, items(...ids));
			expect(server.arrivals).toHaveLength(1);
			expect(outputs[1]).toHaveLength(100);
			for (const { message } of json(outputs[1])) expect(message).toContain('Check Object Type: ');
		},
	);

	test.each([
		['a page that is not there', noPage],
		['a refusal of the type', reply(400, unable)],
	])(
		'as the other record of an association, %s: one request, and what to change',
		async (_, no) => {
			server.afterwards((seen) =>
				seen.path.endsWith('/batch/upsert')
					? reply(200, { results: recordsOf(seen).map((input) => ({ ...input, new: true })) })
					: no,
			);
			const associations = { association: [{ toObjectType: by('boats'), recordId: '7' }] };
			const fields = mapped({ email: '={{ $json.id }}' }, ['email']);
			const parameters = { operation: 'createOrUpdate', fields, associations };
			const emails = Array.from({ length: 50 }, (_item, at) => `p${at}@a.example`);
			const { outputs } = await run(parameters, items(...emails));
			expect(requests()).toEqual(['batch/upsert', 'associate/default']);
			expect(json(outputs[1])[49]).toMatchObject({
				error: expect.stringContaining('was written (Record ID p49@a.example)'),
				message: expect.stringContaining('Check To Object Type: '),
			});
		},
	);

	test('on create, where its labels are asked for first: nothing is written', async () => {
		server.afterwards(noPage);
		const associations = { association: [{ toObjectType: by('boats'), recordId: '7' }] };
		const parameters = { operation: 'create', fields: mapped({ city: 'Bonn' }), associations };
		const { outputs } = await run(parameters, items('1', '2'));
		expect(requests()).toEqual(['boats/labels']);
		expect(json(outputs[1])[1].message).toContain(
			'Check the types of the two records, contacts and boats',
		);
	});
});
