import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import type { JsonValue } from '../shared/engine/types';
import type { WebhookCall } from '../shared/node/webhook/call';

/** Headers that prove who the sender is, under whatever name. */
const PROOF = /auth(?!or$)|cookie|signature|hmac|secret|token|password|api-?key/;

/** What a call holds beside its events, and the names that it may stand under. */
interface Extra {
	names: string[];
	value: IDataObject;
}

/** Makes items of the events of one call. A field of the event is never overwritten. */
export function itemMaker(
	context: IWebhookFunctions,
	request: WebhookCall,
): (event: JsonValue) => IDataObject {
	const extra = extraOf(context, request);
	return (event) => {
		const item = bodyOf(event);
		if (!extra) return item;
		const name = extra.names.find((each) => !Object.hasOwn(item, each));
		if (name !== undefined) return { ...item, [name]: extra.value };
		context.logger.warn(
			`${context.getNode().name}: the event has the field "${extra.names.join('" and "')}" itself, so what came with it is left out. Choose another Details Field.`,
		);
		return item;
	};
}

function extraOf(context: IWebhookFunctions, request: WebhookCall): Extra | undefined {
	const query = context.getQueryData() as IDataObject;
	if (context.getNodeParameter('includeRequest', false) === true) {
		const field = String(context.getNodeParameter('requestField', '')).trim() || 'request';
		const headers = openHeaders(request.headers, String(context.getNodeParameter('header', '')));
		return { names: [field], value: { headers, method: request.method, query } };
	}
	return Object.keys(query).length > 0
		? { names: ['query', 'requestQuery'], value: query }
		: undefined;
}

function openHeaders(headers: WebhookCall['headers'], proof: string): IDataObject {
	const own = proof.trim().toLowerCase();
	return Object.fromEntries(
		Object.entries(headers).filter(([name]) => name !== own && !PROOF.test(name)),
	);
}

function bodyOf(event: JsonValue): IDataObject {
	const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
	return isObject ? (event as IDataObject) : { value: event as IDataObject[string] };
}
