import { SANDBOX_SALESFORCE_USERNAME } from '../../credentials';
import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer, textAnswer } from '../../http/exchange';
import type { OpenCall } from '../call';
import { ORG_ID } from '../orgIds';

/** Ends a token given in the form or in the query. */
export function revoke({ request, vendor }: OpenCall): VendorAnswer {
	const form = new URLSearchParams(request.body);
	const token = form.get('token') ?? request.query.get('token') ?? '';
	if (vendor.oauth.revoke(token)) return { ...textAnswer(200, ''), applied: true };
	return jsonAnswer(400, { error: 'invalid_token', error_description: `invalid token: ${token}` });
}

/** Who a token acts for. An unknown token is no 401 here (Salesforce Help, userinfo endpoint). */
export function userInfo({ request, org, vendor }: OpenCall): VendorAnswer {
	const session = vendor.sessions.of(request);
	if (session === undefined) return textAnswer(403, 'Bad_OAuth_Token');
	const base = vendor.instanceUrl;
	const sub = `${vendor.addresses.login}/id/${ORG_ID}/${session.userId}`;
	return jsonAnswer(
		200,
		{
			sub,
			user_id: session.userId,
			organization_id: ORG_ID,
			preferred_username: SANDBOX_SALESFORCE_USERNAME,
			nickname: 'integration',
			name: org.find(session.userId)?.values.LastName ?? null,
			email: SANDBOX_SALESFORCE_USERNAME,
			email_verified: true,
			urls: { rest: `${base}/services/data/v{version}/`, profile: `${base}/${session.userId}` },
			active: true,
			user_type: 'STANDARD',
			language: 'en_US',
			locale: 'en_US',
		},
		{ applied: true },
	);
}
