import type { VendorAnswer, VendorRequest } from '../../http/exchange';
import { isJsonObject } from '../../json';
import type { ClayVendor } from '../clayVendor';
import { invalid, notFound, Refused } from '../refusals';
import { parsed } from '../requestBody';

const SOURCE_PATH = /^\/v3\/sources\/webhook\/(.+)$/;

/** Behind /webhook/; undefined where the request is for something else. */
export function sourcePathOf({ path }: VendorRequest): string | undefined {
	return SOURCE_PATH.exec(path)?.[1];
}

/**
 * Takes a row. The answer says that it came, and nothing of what becomes of it; neither the body nor
 * that of a refusal is documented, so that no caller may rest on them.
 */
export function receiveRow(
	vendor: ClayVendor,
	request: VendorRequest,
	sourcePath: string,
): VendorAnswer {
	const { settings, sources } = vendor;
	const source = sources.find((each) => each.path === sourcePath);
	if (source === undefined) throw notFound('Webhook not found');
	if (request.method !== 'POST') throw new Refused(405, 'Method not allowed');
	const { token } = source;
	if (token !== undefined && request.headers['x-clay-webhook-auth'] !== token) {
		throw new Refused(401, 'Unauthorized');
	}
	// No Retry-After: nobody documents one for this address.
	if (!vendor.webhookRate.take(Date.now())) throw new Refused(429, 'Too many requests');
	if (Buffer.byteLength(request.body) > settings.webhook.maxBytes) {
		throw new Refused(413, 'Payload too large');
	}
	const body = parsed(request);
	// A list makes a row of each of its elements, as its users report.
	const rows = Array.isArray(body) ? body : [body];
	if (!rows.every(isJsonObject)) throw invalid('body must be an object');
	for (const cells of rows) {
		const row = source.add(cells);
		if (row !== undefined) vendor.enrichment.begin(row);
	}
	return {
		status: 200,
		body: 'OK',
		contentType: 'text/html; charset=utf-8',
		applied: true,
		rows: rows.length,
	};
}
