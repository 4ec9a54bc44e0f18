import { processState } from './processState';
import type { HeaderMap } from './types';
import type { Authentication } from './vendor';

/** Thrown where the vendor gives no token to this credential: asking again gives none either. */
export class TokenRefused extends Error {}

/** Where a token that expires comes from. Both functions may throw. */
export interface TokenSource {
	/** One for each credential: its renewals never run side by side. */
	id: string;
	/** The token as it is stored now. */
	read(): Promise<string>;
	/** Gets a new token from the vendor and stores it. */
	renew(): Promise<string>;
	header(token: string): HeaderMap;
	/** Called with each token, so that no log shows it. */
	onToken(token: string): void;
}

const renewals = () => processState('renewals', () => new Map<string, Promise<string>>());

/**
 * Authentication by a token that can be renewed. A refused token is first compared with the stored
 * one, which another execution may have renewed meanwhile; only when they are the same is it
 * renewed, once for all requests that were refused together.
 */
export function tokenAuthentication(source: TokenSource): Authentication {
	let current: string | undefined;
	const use = (token: string) => {
		source.onToken(token);
		current = token;
		return token;
	};
	return {
		headers: async () => source.header(current ?? use(await source.read())),
		refresh: async (sent) => {
			const isSent = (token: string) =>
				Object.entries(source.header(token)).every(([name, value]) => sent[name] === value);
			if (current !== undefined && !isSent(current)) return 'other';
			if (!isSent(use(await source.read()))) return 'other';
			return isSent(use(await renewOnce(source))) ? 'none' : 'renewed';
		},
	};
}

async function renewOnce(source: TokenSource): Promise<string> {
	const { id } = source;
	const running = renewals().get(id) ?? source.renew();
	renewals().set(id, running);
	try {
		return await running;
	} finally {
		if (renewals().get(id) === running) renewals().delete(id);
	}
}
