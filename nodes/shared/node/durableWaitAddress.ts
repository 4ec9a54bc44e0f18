import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { isSame } from '../webhook/signature';

const PARAMETER = 'for';

/** A run that waits, and what the tokens of its addresses are made with. */
export interface WaitIdentity {
	run: string;
	secret: string;
}

export function newIdentity(): WaitIdentity {
	return { run: randomUUID(), secret: randomBytes(32).toString('base64url') };
}

/** Where the answers to one request come: nobody can guess it, and it opens nothing else. */
export function addressOf(receiver: string, { run, secret }: WaitIdentity, part: string): string {
	const url = new URL(receiver);
	url.searchParams.set(PARAMETER, `${run}.${part}.${tokenOf(secret, part)}`);
	return url.toString();
}

/** What an address that was called says of itself. */
export interface CalledAddress {
	run: string;
	part: string;
	token: string;
}

/** Undefined where it is no address of ours. */
export function readAddress(query: object): CalledAddress | undefined {
	const text: unknown = Object.getOwnPropertyDescriptor(query, PARAMETER)?.value;
	if (typeof text !== 'string') return undefined;
	const [, run, part, token] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text) ?? [];
	return run && part && token ? { run, part, token } : undefined;
}

/** Whether the token is the one of this run and request, in a time that does not tell how near it came. */
export function isGenuine({ part, token }: CalledAddress, secret: string): boolean {
	return isSame(token, tokenOf(secret, part));
}

function tokenOf(secret: string, part: string): string {
	return createHmac('sha256', secret).update(part).digest('base64url');
}
