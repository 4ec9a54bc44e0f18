import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';

/** What each status is called (API v2, 2026-11). */
const NAMES: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	402: 'Payment Required',
	403: 'Forbidden',
	404: 'Not Found',
	409: 'Conflict',
	413: 'Payload Too Large',
	415: 'Unsupported Media Type',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	503: 'Service Unavailable',
};

/** `{statusCode, error, message}`, the form of nearly every refusal (API v2, 2026-11). */
export function errorAnswer(status: number, message: string): VendorAnswer {
	return jsonAnswer(status, { statusCode: status, error: NAMES[status] ?? 'Error', message });
}

/** Something Instantly refuses. */
export class Refused extends Error {
	constructor(readonly answer: VendorAnswer) {
		super(`Refused with ${answer.status}`);
	}
}

export function badRequest(message: string): Refused {
	return new Refused(errorAnswer(400, message));
}

/** The two forms that some 400s have in its place (API v2, 2026-11). */
export function onlyMessage(message: string): Refused {
	return new Refused(jsonAnswer(400, { message }));
}

export function onlyError(error: string): Refused {
	return new Refused(jsonAnswer(400, { error }));
}

export function notFound(): Refused {
	return new Refused(errorAnswer(404, 'Resource not found'));
}
