import { randomBytes } from 'node:crypto';

import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import type { JsonObject } from '../json';

interface RefusalParts {
	/** Default 400. Rows of a collection have none. */
	status?: number;
	fields?: readonly string[];
	/** What stands beside the message, such as `duplicateResult`. */
	more?: JsonObject;
}

/** Something Salesforce refuses: a whole call, or one row of a collection or job. */
export class Refused extends Error {
	constructor(
		readonly errorCode: string,
		message: string,
		readonly parts: RefusalParts = {},
	) {
		super(message);
	}
}

/** Always an array (REST API guide, status codes and error responses). */
export function errorAnswer(status: number, errorCode: string, message: string): VendorAnswer {
	return jsonAnswer(status, [{ message, errorCode }]);
}

export function refusalAnswer({ errorCode, message, parts }: Refused): VendorAnswer {
	const { status = 400, fields, more } = parts;
	const named = fields === undefined ? {} : { fields };
	return jsonAnswer(status, [{ ...more, message, errorCode, ...named }]);
}

/** An entry of a row's `errors[]`: here the key is `statusCode`. */
export function rowError({ errorCode, message, parts }: Refused): JsonObject {
	return { statusCode: errorCode, message, fields: parts.fields ?? [], ...parts.more };
}

export function notFound(message = 'The requested resource does not exist'): Refused {
	return new Refused('NOT_FOUND', message, { status: 404 });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Refused {
	const message = `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`;
	return new Refused('METHOD_NOT_ALLOWED', message, { status: 405 });
}

export function invalidSession(message = 'Session expired or invalid'): VendorAnswer {
	return errorAnswer(401, 'INVALID_SESSION_ID', message);
}

export function unknownException(): VendorAnswer {
	const errorId = `${randomBytes(4).readUInt32BE()}-${randomBytes(3).readUIntBE(0, 3)}`;
	return errorAnswer(
		500,
		'UNKNOWN_EXCEPTION',
		`An unexpected error occurred. Please include this ErrorId if you contact support: ${errorId}`,
	);
}
