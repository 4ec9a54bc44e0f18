import { SANDBOX_CLAY_KEY } from '../credentials';
import type { VendorAnswer, VendorRequest } from '../http/exchange';
import type { ClayVendor } from './clayVendor';
import { notFound, Refused, refusalAnswer } from './refusals';
import { routeOf } from './routes';
import { receiveRow, sourcePathOf } from './webhooks/receiveRow';

/** Answers a request that came at api.clay.com. */
export function answerOf(vendor: ClayVendor, request: VendorRequest): VendorAnswer {
	try {
		const source = sourcePathOf(request);
		return source === undefined
			? answerOfApi(vendor, request)
			: receiveRow(vendor, request, source);
	} catch (error) {
		if (error instanceof Refused) return refusalAnswer(error);
		throw error;
	}
}

function answerOfApi(vendor: ClayVendor, request: VendorRequest): VendorAnswer {
	const { method, path, headers } = request;
	const match = routeOf(method, path);
	if (match === undefined) throw notFound();
	// The header of the OpenAPI document; a bearer token opens nothing.
	if (headers['clay-api-key'] !== SANDBOX_CLAY_KEY) {
		throw new Refused(401, 'Authentication failed');
	}
	const rate = vendor.apiRate.take(Date.now());
	try {
		const answer = match.operation({ vendor, request, params: match.params });
		return { ...answer, headers: { ...rate, ...answer.headers } };
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		const { status, message } = error;
		throw new Refused(status, message, { ...rate, ...error.headers });
	}
}
