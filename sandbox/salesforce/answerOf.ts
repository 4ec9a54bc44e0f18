import type { VendorAnswer, VendorRequest } from '../http/exchange';
import { htmlAnswer } from '../http/exchange';
import type { Place } from './addresses';
import type { Call } from './call';
import { noteHeaders } from './callHeaders';
import type { Session } from './oauth/session';
import { opensRest } from './oauth/session';
import {
	errorAnswer,
	invalidSession,
	methodNotAllowed,
	notFound,
	Refused,
	refusalAnswer,
} from './refusals';
import { openOperation } from './routes/openRoutes';
import { routeOf } from './routes/routes';
import type { SalesforceVendor } from './salesforceVendor';
import { versionState } from './versions';

/** Of a URI, and of a URI with its headers (REST API guide, status codes 414 and 431). */
const MAX_URI_BYTES = 16_384;

const CONTENT_TYPES = { json: /^application\/json\b/i, csv: /^text\/csv\b/i };

const DATA_PATH = /^\/services\/data\/v(\d+\.\d)(\/.*)?$/;

const NO_REST = 'This session is not valid for use with the REST API';

interface DataRequest {
	request: VendorRequest;
	place: Place;
	version: string;
	/** Of the path, behind the version. */
	path: string;
}

function tooLong({ url, headers }: VendorRequest): VendorAnswer | undefined {
	const uriBytes = Buffer.byteLength(url);
	if (uriBytes > MAX_URI_BYTES) return htmlAnswer(414, 'URI Too Long');
	const headerBytes = Object.entries(headers).flat().join(': ').length;
	return uriBytes + headerBytes > MAX_URI_BYTES
		? htmlAnswer(431, 'Request Header Fields Too Large')
		: undefined;
}

/** What an address answers at which the org is not. */
function elsewhere({ oauth }: SalesforceVendor, place: Place): VendorAnswer | undefined {
	if (place === 'login') {
		// As the login hosts answer calls of the data API (seen by several clients, 2026).
		const message = 'Destination URL not reset. The URL returned from login must be set';
		return errorAnswer(404, 'URL_NOT_RESET', message);
	}
	// The edge has no route to an org that is not there (REST API guide, status 420).
	const isHere = place === (oauth.moved ? 'moved' : 'instance');
	return isHere ? undefined : htmlAnswer(420, 'The org is not at this address');
}

function wrongVersion(version: string): VendorAnswer | undefined {
	const state = versionState(Number(version));
	if (state === 'served') return undefined;
	if (state === 'unknown') return refusalAnswer(notFound());
	return errorAnswer(410, 'UNSUPPORTED_API_VERSION', `The API version ${version} is retired`);
}

/** Every answer to a session says how much of the day is used. */
function counted({ usage }: SalesforceVendor, answer: VendorAnswer): VendorAnswer {
	return { ...answer, headers: { 'sforce-limit-info': usage.header, ...answer.headers } };
}

function run(call: Omit<Call, 'params'>, path: string): VendorAnswer {
	const { method, headers } = call.request;
	const match = routeOf(path);
	if (match === undefined) throw notFound();
	const { route, ...found } = match;
	const operation = route.methods[method];
	if (operation === undefined) throw methodNotAllowed(method, Object.keys(route.methods));
	const { body, name } = operation;
	const contentType = headers['content-type'] ?? '';
	if (body !== undefined && !CONTENT_TYPES[body].test(contentType)) {
		const message = `Content-Type header specified in HTTP request is not supported: ${contentType}`;
		throw new Refused('UNSUPPORTED_MEDIA_TYPE', message, { status: 415 });
	}
	const answer = operation.run({ ...call, ...found });
	if (answer.applied === true) call.vendor.wrote(answer.effects ?? [], name.endsWith('create'));
	return answer;
}

function withSession(
	vendor: SalesforceVendor,
	session: Session,
	{ path, ...data }: DataRequest,
): VendorAnswer {
	const { request, version } = data;
	const { inFlight, usage } = vendor;
	if (inFlight.isRefused(request)) return usage.refused('ConcurrentPerOrgLongTxn');
	if (!usage.take()) return usage.refused('TotalRequests');
	noteHeaders(request, vendor.headersSeen);
	const base = `/services/data/v${version}`;
	try {
		return run({ ...data, org: vendor.org, vendor, session, base }, path);
	} catch (error) {
		if (error instanceof Refused) return refusalAnswer(error);
		throw error;
	}
}

/** Answers a request that came at one of the vendor's addresses. */
export function answerOf(
	vendor: SalesforceVendor,
	request: VendorRequest,
	place: Place,
): VendorAnswer {
	const long = tooLong(request);
	if (long !== undefined) return long;
	vendor.jobs.advance(vendor);
	const open = openOperation(request);
	if (open !== undefined) return open({ org: vendor.org, vendor, request, place });
	const [, version, path = '/'] = DATA_PATH.exec(request.path) ?? [];
	if (version === undefined) return refusalAnswer(notFound());
	const refused = elsewhere(vendor, place) ?? wrongVersion(version);
	if (refused !== undefined) return refused;
	const session = vendor.sessions.of(request);
	if (session === undefined) return invalidSession();
	if (!opensRest(session)) return invalidSession(NO_REST);
	return counted(vendor, withSession(vendor, session, { request, place, version, path }));
}
