import type { IDataObject } from 'n8n-workflow';
import { by, InstantlyRig } from './support/instantlyNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const LEADS = 10_000;
const DUPLICATES = 300;
const BLOCKED = 50;
const INVALID = 40;

const blocked = (number: number) => `blocked${number}@company.example`;
const every = (count: number, make: (number: number) => string) =>
	Array.from({ length: count }, (_, at) => make(at + 1));

/** Duplicates, blocked and invalid ones stand all over the input. */
function mixedInput(): IDataObject[] {
	const emails = [
		...every(LEADS - DUPLICATES - BLOCKED - INVALID, (number) => `person${number}@company.example`),
		...every(DUPLICATES, (number) => `Person${number * 7}@Company.example`),
		...every(BLOCKED, blocked),
		...every(INVALID, (number) => `nobody ${number}`),
	];
	// 7,919 is prime: each place comes once.
	return emails.map((_, at) => ({ number: at, email: emails[(at * 7_919) % emails.length] }));
}

test('10,000 leads with faults, duplicates, blocked and invalid ones: each once, nothing lost', async () => {
	const path = '/leads/add';
	rig = await InstantlyRig.start(
		{ blockList: every(BLOCKED, blocked) },
		{ kind: 'drop-after', path, at: [3] },
		{ kind: 'cut-body', path, at: [7] },
		{ kind: 'status-503', path, at: [5] },
		{ kind: 'burst-429', path, at: [9], length: 1 },
		{ kind: 'drop-before', path, at: [11] },
		{ kind: 'status-503', share: 0.02 },
	);
	const items = mixedInput();
	const parameters = {
		operation: 'create',
		addTo: 'campaign',
		campaign: by(rig.ids('campaigns')[0]),
		skipIf: 'campaigns',
	};
	const { outputs } = await rig.run(parameters, items);

	const given = json(outputs[0]);
	expect(outputs[1] ?? []).toEqual([]);
	expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
		items.map((_, item) => ({ item })),
	);
	const counts: Record<string, number> = {};
	for (const { skipped = 'created' } of given) {
		counts[String(skipped)] = (counts[String(skipped)] ?? 0) + 1;
	}
	expect(counts).toEqual({
		created: LEADS - DUPLICATES - BLOCKED - INVALID,
		duplicate_in_input: DUPLICATES,
		in_block_list: BLOCKED,
		invalid_email: INVALID,
	});
	const isSame = ({ email }: IDataObject, at: number) =>
		String(email).toLowerCase() === String(items[at].email).toLowerCase();
	expect(given.every(isSame)).toBe(true);

	const { records, appliedTwice, unanswered } = rig.state;
	expect(appliedTwice).toBe(0);
	expect(records.leads.created).toBe(LEADS - DUPLICATES - BLOCKED - INVALID);
	// Two requests were done whose answers nobody had; their leads are known all the same.
	expect(unanswered.length).toBeGreaterThan(1_800);
	const ids = new Set(rig.ids('leads'));
	expect(given.filter(({ created }) => created).every(({ id }) => ids.has(String(id)))).toBe(true);

	const adds = rig.sandbox.arrivals().filter((each) => each.path.endsWith(path));
	expect(adds.filter(({ fault }) => fault !== undefined).length).toBeGreaterThanOrEqual(5);
	expect(adds.filter(({ fault }) => fault === undefined)).toHaveLength(10);
});
