import { randomUUID } from 'node:crypto';

import type { VendorAnswer } from '../http/exchange';
import { htmlAnswer, jsonAnswer } from '../http/exchange';
import type { JsonObject } from '../json';

/**
 * What HubSpot refuses, apart from how it says so: the same refusal is a whole answer for a single
 * call and one entry of `errors[]` for a batch row (developers.hubspot.com error handling, 2026).
 */
export interface Refusal {
	status: 400 | 404 | 409;
	category: 'VALIDATION_ERROR' | 'OBJECT_NOT_FOUND' | 'CONFLICT';
	subCategory?: string;
	message: string;
	errors?: JsonObject[];
	context?: Record<string, string[]>;
}

export class RefusedWrite extends Error {
	constructor(readonly refusal: Refusal) {
		super(refusal.message);
	}
}

export function validationError(message: string, more: Partial<Refusal> = {}): RefusedWrite {
	return new RefusedWrite({ status: 400, category: 'VALIDATION_ERROR', message, ...more });
}

export function objectNotFound(
	message = 'Object not found.  objectId are usually numeric.',
): RefusedWrite {
	return new RefusedWrite({ status: 404, category: 'OBJECT_NOT_FOUND', message });
}

/** The id has to be read out of this text; there is no field for it. */
export function contactExists(id: string): RefusedWrite {
	return new RefusedWrite({
		status: 409,
		category: 'CONFLICT',
		message: `Contact already exists. Existing ID: ${id}`,
	});
}

export function refusalAnswer({
	status,
	category,
	subCategory,
	message,
	errors,
	context,
}: Refusal): VendorAnswer {
	return jsonAnswer(status, {
		status: 'error',
		message,
		correlationId: randomUUID(),
		...(context === undefined ? {} : { context }),
		...(errors === undefined ? {} : { errors }),
		category,
		...(subCategory === undefined ? {} : { subCategory }),
	});
}

/** An entry of `errors[]` in a 207; these carry no correlationId. */
export function rowError(refusal: Refusal, context: Record<string, string[]>): JsonObject {
	const { category, subCategory, message, errors } = refusal;
	return {
		status: 'error',
		category,
		...(subCategory === undefined ? {} : { subCategory }),
		message,
		context: { ...refusal.context, ...context },
		...(errors === undefined ? {} : { errors }),
		links: {},
	};
}

export function unknownPath(): VendorAnswer {
	return htmlAnswer(404, 'Error 404 Not Found');
}

export function credentialsNotFound(): VendorAnswer {
	return jsonAnswer(401, {
		status: 'error',
		message:
			'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
		correlationId: randomUUID(),
		category: 'INVALID_AUTHENTICATION',
	});
}

export function credentialsExpired(expiredAt: number): VendorAnswer {
	const seconds = Math.floor((Date.now() - expiredAt) / 1000);
	const days = Math.floor(seconds / 86_400);
	// A malformed token reads as one that expired in 1970, hence the form in days.
	const ago = days > 0 ? `${days} day(s)` : `${seconds} second(s)`;
	return jsonAnswer(401, {
		status: 'error',
		message: `The OAuth token used to make this call expired ${ago} ago.`,
		correlationId: randomUUID(),
		category: 'EXPIRED_AUTHENTICATION',
		context: { 'expire time': [new Date(expiredAt).toISOString()] },
	});
}

export function missingScopes(scopes: readonly string[]): VendorAnswer {
	return jsonAnswer(403, {
		status: 'error',
		message:
			"This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
		correlationId: randomUUID(),
		errors: [
			{
				message: 'One or more of the following scopes are required.',
				context: { requiredGranularScopes: scopes },
			},
		],
		links: { scopes: 'https://developers.hubspot.com/scopes' },
		category: 'MISSING_SCOPES',
	});
}
