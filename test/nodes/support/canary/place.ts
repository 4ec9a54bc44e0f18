import type { IDataObject } from 'n8n-workflow';
import { reply, type Reply, type Seen } from '../../../conformance/server/faultServer';

/** A place in which an API tells a secret, and how the node asks for it. */
export interface Place {
	/** Of the API Request node. */
	parameters: IDataObject;
	/** What the API answers. `told` is the secret as it writes it, `base` the path of the list. */
	answer(told: string, seen: Seen & { base: string; url: string }): Reply;
	/** Whether the secret stands in an address as it is told, which a "#" ends. */
	inAddress?: boolean;
	/** What of the answer goes on as items, as it came. */
	items?(told: string): IDataObject[];
	/** Whether there is no error. */
	isGood?: boolean;
	/** Whether the error tells where to go on. */
	goesOn?: boolean;
}

export type Places = Record<string, Place>;

export const SEND = { operation: 'send' };
export const POST = { method: 'POST', bodyType: 'json', jsonBody: '{"a":1}' };
export const GRAPHQL = { resource: 'graphql', operation: 'send', query: '{ me { name } }' };

/** A header as it goes over the wire: one byte for each character, and no line breaks. */
export function header(text: string): string {
	const line = text.replace(/\p{Cc}/gu, (sign) => (sign < ' ' ? ' ' : sign));
	return Buffer.from(line, 'utf8').toString('latin1');
}

export function ofType(type: string, answer: Reply): Reply {
	return { ...answer, headers: { 'content-type': type } };
}

export const gone = reply(500, { message: 'gone' });
