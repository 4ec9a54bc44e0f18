import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer, textAnswer } from '../http/exchange';

/** Forms from Apollo's OpenAPI document and docs.apollo.io/reference, as read in August 2026. */

/** 401 is plain text, the one answer of Apollo's that is not JSON. */
export function invalidKey(): VendorAnswer {
	return textAnswer(
		401,
		'Invalid API key. See https://docs.apollo.io/reference/authentication for details.',
	);
}

export function notAuthorized(endpoint: string): VendorAnswer {
	return jsonAnswer(403, {
		error: `This API key is not authorized to access ${endpoint}. Request an API key from your administrator that includes this endpoint in its configured scope.`,
		error_code: 'API_INACCESSIBLE',
	});
}

/** Some endpoints are not for the free plan (organization search, August 2026). */
export function needsPaidPlan(): VendorAnswer {
	return jsonAnswer(403, {
		message: 'This endpoint is only available to Apollo users on paid plans.',
	});
}

export function unprocessable(error: string): VendorAnswer {
	return jsonAnswer(422, { error });
}

export function notFound(): VendorAnswer {
	return jsonAnswer(404, { status: 404, error: 'Not Found' });
}

export function misconfigured(problem: string): VendorAnswer {
	return jsonAnswer(422, { error: `Parameters misconfigured. ${problem}` });
}

export function bulkRefused(
	code: 'INVALID_REQUEST' | 'RECORD_LIMIT_EXCEEDED',
	message: string,
): VendorAnswer {
	return jsonAnswer(400, { status: 'failed', error_code: code, error_message: message });
}

/** The shape is not documented; 422 with this wording is what callers report. */
export function insufficientCredits(): VendorAnswer {
	return jsonAnswer(422, {
		error: 'You have insufficient credits to perform this action. Please upgrade your plan.',
	});
}

export function tooManyCalls(
	endpoint: string,
	limit: number,
	window: string,
	headers: Record<string, string>,
): VendorAnswer {
	const message =
		`The maximum number of api calls allowed for ${endpoint} is ${limit} times per ${window}. ` +
		'Please upgrade your plan from https://app.apollo.io/#/settings/plans/upgrade.';
	return jsonAnswer(429, { message }, { headers });
}
