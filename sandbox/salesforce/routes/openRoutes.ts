import type { VendorAnswer, VendorRequest } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { OpenCall } from '../call';
import { authorize } from '../oauth/authorize';
import { token } from '../oauth/token';
import { revoke, userInfo } from '../oauth/tokenUse';
import { versionList } from '../versions';

type Open = (call: OpenCall) => VendorAnswer;

const OPEN: Readonly<Record<string, Open>> = {
	'GET /services/data': versionList,
	'GET /services/oauth2/authorize': authorize,
	'POST /services/oauth2/token': withForm(token),
	'GET /services/oauth2/revoke': revoke,
	'POST /services/oauth2/revoke': withForm(revoke),
	'GET /services/oauth2/userinfo': userInfo,
	'POST /services/oauth2/userinfo': userInfo,
};

function withForm(run: Open): Open {
	return (call) => {
		const contentType = call.request.headers['content-type'] ?? '';
		if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return run(call);
		const error_description = 'must use HTTP POST with application/x-www-form-urlencoded';
		return jsonAnswer(400, { error: 'invalid_request', error_description });
	};
}

/** What needs no session of the REST API; undefined for everything else. */
export function openOperation({ method, path }: VendorRequest): Open | undefined {
	return OPEN[`${method} ${path.replace(/\/$/, '')}`];
}
