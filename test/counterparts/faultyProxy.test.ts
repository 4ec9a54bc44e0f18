import { type Counterpart } from './counterpart';
import { faultyProxy, type FaultKind, type FaultyProxy, type ProxyOptions } from './faultyProxy';
import { jsonServer } from './jsonServer';
import { followLinks } from './support/followLinks';

let target: Counterpart;
const proxies: FaultyProxy[] = [];

beforeAll(async () => {
	target = await jsonServer({ people: 1_000 });
});
afterEach(async () => {
	for (const proxy of proxies.splice(0)) await proxy.stop();
});
afterAll(() => target.stop());

async function proxyWith(options: Partial<ProxyOptions>): Promise<FaultyProxy> {
	const proxy = await faultyProxy(target.url, { seed: 1, ...options });
	proxies.push(proxy);
	return proxy;
}

/** What a client sees of one request. */
async function outcome(url: string, init?: RequestInit): Promise<string> {
	try {
		const answer = await fetch(url, init);
		await answer.text();
		return String(answer.status);
	} catch (error) {
		return String(error);
	}
}

const outcomes = (proxy: FaultyProxy, paths: string[]) =>
	Promise.all(paths.map((path) => outcome(proxy.url + path)));

const always = (kind: FaultKind) => proxyWith({ faultShare: 1, kinds: [kind] });

test('without faults all people are read, along links to the proxy', async () => {
	const proxy = await proxyWith({ faultShare: 0 });
	const { ids } = await followLinks(`${proxy.url}/people?_page=1&_limit=100`, (url) => {
		expect(new URL(url).origin).toBe(proxy.url);
		return fetch(url);
	});
	expect(ids).toHaveLength(1_000);
	expect(await proxy.counts()).toMatchObject({ requests: 10, forwarded: 10, limited: 0 });
});

test('with faults all people are read by who asks again', async () => {
	const proxy = await proxyWith({ faultShare: 0.3 });
	const persistent = async (url: string) => {
		for (;;) {
			const answer = await fetch(url).catch(() => undefined);
			if (answer?.ok !== true) continue;
			const text = await answer.text().catch(() => undefined);
			if (text !== undefined) return new Response(text, answer);
		}
	};
	const { ids } = await followLinks(`${proxy.url}/people?_page=1&_limit=20`, persistent);
	expect(ids).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
	const { requests, forwarded, faults } = await proxy.counts();
	const { status503 = 0, resetBefore = 0, resetAfter = 0, cutBody = 0 } = faults;
	expect(requests).toBe(50 + status503 + resetBefore + resetAfter + cutBody);
	expect(forwarded).toBe(50 + resetAfter + cutBody);
	expect(Math.min(status503, resetBefore, resetAfter, cutBody)).toBeGreaterThan(0);
});

test('one seed hits the same requests in any order, another seed others', async () => {
	const paths = Array.from({ length: 60 }, (_, index) => `/people/${index + 1}`);
	const share = { faultShare: 0.3 };
	const first = await outcomes(await proxyWith({ seed: 7, ...share }), paths);
	const second = await outcomes(await proxyWith({ seed: 7, ...share }), paths.toReversed());
	const other = await outcomes(await proxyWith({ seed: 8, ...share }), paths);
	expect(second.toReversed()).toEqual(first);
	expect(other).not.toEqual(first);
});

test('the share of faults is about the one asked for', async () => {
	const proxy = await proxyWith({});
	const fifty = Array<string>(50).fill('/people/1');
	for (let round = 0; round < 20; round += 1) await outcomes(proxy, fifty);
	const { faults } = await proxy.counts();
	const hit = Object.values(faults).reduce((sum, count) => sum + count, 0);
	expect(hit).toBeGreaterThan(5);
	expect(hit).toBeLessThan(45);
});

test.each([
	['status503', '503', 0],
	['resetBefore', 'TypeError: fetch failed', 0],
	['resetAfter', 'TypeError: fetch failed', 1],
	['cutBody', 'TypeError: terminated', 1],
] as const)('%s: the client sees %s, the target is asked %d times', async (kind, seen, asked) => {
	const proxy = await always(kind);
	expect(await outcome(`${proxy.url}/people/1`)).toBe(seen);
	expect(await proxy.counts()).toMatchObject({
		requests: 1,
		forwarded: asked,
		faults: { [kind]: 1 },
	});
});

test('a write whose answer was lost has been done', async () => {
	const proxy = await always('resetAfter');
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify({ id: 5_000, name: 'Written' });
	await outcome(`${proxy.url}/people`, { method: 'POST', headers, body });
	expect(await outcome(`${target.url}/people/5000`)).toBe('200');
	await fetch(`${target.url}/people/5000`, { method: 'DELETE' });
});

test('requests beyond the limit are answered 429 until the time has passed', async () => {
	const limit = { requests: 5, blockMs: 1_500 };
	const proxy = await proxyWith({ faultShare: 0, limit });
	const seen = await outcomes(proxy, Array<string>(8).fill('/people/1'));
	expect(seen.toSorted()).toEqual([...Array<string>(5).fill('200'), '429', '429', '429']);

	const refused = await fetch(`${proxy.url}/people/1`);
	const seconds = Number(refused.headers.get('retry-after'));
	expect([1, 2]).toContain(seconds);
	await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
	expect(await outcome(`${proxy.url}/people/1`)).toBe('200');
	expect(await proxy.counts()).toMatchObject({ requests: 10, forwarded: 6, limited: 4 });
});
