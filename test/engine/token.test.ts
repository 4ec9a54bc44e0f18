import { tokenAuthentication } from '../../nodes/shared/engine/token';

function source(stored = 'token-a') {
	const seen: string[] = [];
	const calls = { read: 0, renew: 0 };
	let made = 0;
	const state = { stored, renewsTo: undefined as string | undefined, fails: false };
	return {
		calls,
		seen,
		state,
		authentication: () =>
			tokenAuthentication({
				id: 'credential-1',
				read: async () => {
					calls.read += 1;
					return await Promise.resolve(state.stored);
				},
				renew: async () => {
					calls.renew += 1;
					await new Promise(setImmediate);
					if (state.fails) throw new Error('invalid_grant');
					state.stored = state.renewsTo ?? `token-new-${(made += 1)}`;
					return state.stored;
				},
				header: (token) => ({ authorization: `Bearer ${token}` }),
				onToken: (token) => seen.push(token),
			}),
	};
}

it('reads the token once', async () => {
	const { authentication, calls } = source();
	const token = authentication();
	expect(await token.headers()).toEqual({ authorization: 'Bearer token-a' });
	await token.headers();
	expect(calls.read).toBe(1);
});

it('a refused token is renewed, and each token is handed to the redactor', async () => {
	const { authentication, calls, seen } = source();
	const token = authentication();
	expect(await token.refresh?.(await token.headers())).toBe('renewed');
	expect(await token.headers()).toEqual({ authorization: 'Bearer token-new-1' });
	expect(calls.renew).toBe(1);
	expect(new Set(seen)).toEqual(new Set(['token-a', 'token-new-1']));
});

it('another execution has renewed it meanwhile: the stored one is used', async () => {
	const { authentication, calls, state } = source();
	const token = authentication();
	const sent = await token.headers();
	state.stored = 'token-b';
	expect(await token.refresh?.(sent)).toBe('other');
	expect(await token.headers()).toEqual({ authorization: 'Bearer token-b' });
	expect(calls.renew).toBe(0);
});

it('10 refused together, over two clients: one renewal', async () => {
	const { authentication, calls } = source();
	const [one, other] = [authentication(), authentication()];
	const sent = await one.headers();
	await other.headers();
	const results = await Promise.all(
		Array.from({ length: 10 }, async (_, place) => await (place % 2 ? one : other).refresh?.(sent)),
	);
	expect(results).toEqual(Array(10).fill('renewed'));
	expect(calls.renew).toBe(1);
});

it('a renewal that gives the same token: no other try', async () => {
	const { authentication, state } = source();
	state.renewsTo = 'token-a';
	const token = authentication();
	expect(await token.refresh?.(await token.headers())).toBe('none');
});

it('a renewal that fails is told, and the next one is tried anew', async () => {
	const { authentication, calls, state } = source();
	const token = authentication();
	const sent = await token.headers();
	state.fails = true;
	await expect(token.refresh?.(sent)).rejects.toThrow('invalid_grant');
	state.fails = false;
	expect(await token.refresh?.(sent)).toBe('renewed');
	expect(calls.renew).toBe(2);
});
