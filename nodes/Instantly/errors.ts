import { asObject, asText } from '../shared/engine/body';
import type { JsonValue, VendorError, WireAnswer } from '../shared/engine/types';
import type { InnerFault } from '../shared/engine/vendor';

/** "leads:create", as the description of each operation spells its scopes (API v2, 2026-11). */
const SCOPE = /\b[a-z_-]+:(?:create|read|update|delete|all)\b/g;
/** "body/leads/3/phone must be string,null", "body must have required property 'name'". */
const FIELD = /^(?:body|querystring|params)\/(\S+) |required property '([^']+)'/;

/**
 * Reads `statusCode`, `error` and `message`. Some refusals have only one of the two texts, and
 * SuperSearch adds a code (API v2, 2026-11).
 */
export function readError({ status, text }: WireAnswer, data: JsonValue | undefined): VendorError {
	const body = asObject(data);
	// A page of HTML comes from the network in front of Instantly.
	const plain = data === undefined && !/^\s*</.test(text) ? text.trim() : '';
	const message = asText(body.message) ?? asText(body.error) ?? plain;
	const code = asText(body.errorCode);
	const scopes = status === 403 ? (message.match(SCOPE) ?? []) : [];
	const [, path, required] = FIELD.exec(message) ?? [];
	const field = path ?? required;
	return {
		message,
		...(code ? { code } : {}),
		...(field ? { fields: [field.replaceAll('/', '.')] } : {}),
		...(scopes.length > 0 ? { scopes } : {}),
	};
}

/**
 * An error inside a 200 (emails guide and email verification, 2026-11). What has an ID is a record: a
 * job may have the status "error", and is told all the same.
 */
export function readFault(_: WireAnswer, data: JsonValue | undefined): InnerFault | undefined {
	const { id, statusCode, error, message, status, success } = asObject(data);
	if (id !== undefined) return undefined;
	const said = asText(message) ?? asText(error) ?? '';
	if (typeof statusCode === 'number' && statusCode >= 400) {
		return { status: statusCode, error: { message: said } };
	}
	const isError = Boolean(asText(error)) || status === 'error' || success === false;
	return isError ? { status: 400, error: { message: said } } : undefined;
}
