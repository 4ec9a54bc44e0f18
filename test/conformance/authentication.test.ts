import { setTimeout as sleep } from 'node:timers/promises';
import { tokenAuthentication } from '../../nodes/shared/engine/token';
import { create, read } from '../engine/support/testVendor';
import { recordFigure } from './figures';
import { reply, type Seen } from './server/faultServer';
import { eachTest, type Scene } from './support/scene';

let scene: Scene;
eachTest((fresh) => (scene = fresh));

let credentials = 0;

/** A stored token and the server that renews it, as n8n keeps them. */
class TokenStore {
	readonly id = `credential-${(credentials += 1)}`;
	renewals = 0;
	constructor(
		public stored: string,
		private readonly next: (renewal: number) => string,
	) {}

	/** Each execution has an authentication of its own over the one store. */
	authentication() {
		return tokenAuthentication({
			id: this.id,
			read: async () => await Promise.resolve(this.stored),
			renew: async () => {
				this.renewals += 1;
				const token = this.next(this.renewals);
				await scene.clock.busy(sleep(20));
				this.stored = token;
				return token;
			},
			header: (token) => ({ authorization: `Bearer ${token}` }),
			onToken: () => undefined,
		});
	}
}

const tokens = () => scene.server.arrivals.map(({ headers }) => headers.authorization?.slice(7));
const accepts = (token: string) => (seen: Seen) =>
	reply(seen.headers.authorization === `Bearer ${token}` ? 200 : 401);

describe('37', () => {
	test('37. 401 for ever, the token can be renewed: 2 sends, 1 renewal, then it is the credential', async () => {
		scene.server.afterwards(reply(401, { message: 'expired' }));
		const store = new TokenStore('old', (renewal) => `new-${renewal}`);
		const client = scene.client({ connection: { authentication: store.authentication() } });
		const outcome = await client.send(read());
		recordFigure('unauthorized-sends', scene.server.arrivals.length);
		recordFigure('unauthorized-refreshes', store.renewals);
		expect(outcome).toMatchObject({ ok: false, reason: 'unauthorized', status: 401 });
		expect(tokens()).toEqual(['old', 'new-1']);
		expect(store.renewals).toBe(1);
	});

	test('37b. a key that cannot be renewed: 1 send', async () => {
		scene.server.afterwards(reply(401));
		expect((await scene.client().send(read())).ok).toBe(false);
		expect(scene.server.arrivals).toHaveLength(1);
	});

	test('37c. a create: 401, renewal, sent again, since a refused one was not done', async () => {
		scene.server.afterwards(accepts('new-1'));
		const store = new TokenStore('old', (renewal) => `new-${renewal}`);
		const client = scene.client({ connection: { authentication: store.authentication() } });
		expect((await client.send(create())).ok).toBe(true);
		expect(tokens()).toEqual(['old', 'new-1']);
	});
});

describe('38', () => {
	test('38. ten requests answered 401 together: one renewal, the others wait for it', async () => {
		scene.server.afterwards(accepts('new-1'));
		const store = new TokenStore('old', (renewal) => `new-${renewal}`);
		const client = scene.client({ connection: { authentication: store.authentication() } });
		const outcomes = await Promise.all(
			Array.from({ length: 10 }, async () => await client.send(read())),
		);
		recordFigure('parallel-refreshes', store.renewals);
		expect(outcomes.every(({ ok }) => ok)).toBe(true);
		expect(store.renewals).toBe(1);
		expect(tokens().filter((token) => token === 'new-1')).toHaveLength(10);
	});

	test('38b. ten executions with the same credential: one renewal', async () => {
		scene.server.afterwards(accepts('new-1'));
		const store = new TokenStore('old', (renewal) => `new-${renewal}`);
		const outcomes = await Promise.all(
			Array.from({ length: 10 }, async () => {
				const client = scene.client({ connection: { authentication: store.authentication() } });
				return await client.send(read());
			}),
		);
		expect(outcomes.every(({ ok }) => ok)).toBe(true);
		expect(store.renewals).toBe(1);
	});

	test('38c. somebody else has renewed it meanwhile: no renewal, sent with the stored one', async () => {
		scene.server.afterwards(accepts('theirs'));
		const store = new TokenStore('old', (renewal) => `new-${renewal}`);
		const authentication = store.authentication();
		await authentication.headers();
		store.stored = 'theirs';
		expect((await scene.client({ connection: { authentication } }).send(read())).ok).toBe(true);
		expect(tokens()).toEqual(['old', 'theirs']);
		expect(store.renewals).toBe(0);
	});
});

describe('39', () => {
	test('39. the renewal gives the same token: 1 send, and it stops', async () => {
		scene.server.afterwards(reply(401));
		const store = new TokenStore('old', () => 'old');
		const client = scene.client({ connection: { authentication: store.authentication() } });
		expect(await client.send(read())).toMatchObject({ ok: false, reason: 'unauthorized' });
		expect(tokens()).toEqual(['old']);
		expect(store.renewals).toBe(1);
	});

	test('39b. the renewal is refused: 1 send, and it says why', async () => {
		scene.server.afterwards(reply(401));
		const store = new TokenStore('old', () => {
			throw new Error('invalid_grant: the connection was revoked');
		});
		const client = scene.client({ connection: { authentication: store.authentication() } });
		const outcome = await client.send(read());
		expect(outcome).toMatchObject({ ok: false, reason: 'unauthorized' });
		expect(JSON.stringify(outcome)).toContain('invalid_grant');
		expect(tokens()).toEqual(['old']);
	});
});
