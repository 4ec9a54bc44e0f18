import { SANDBOX_SALESFORCE_READ_ONLY_TOKEN, SANDBOX_SALESFORCE_TOKEN } from '../../credentials';
import type { VendorRequest } from '../../http/exchange';
import type { OAuthServer } from './oauthServer';
import type { Session } from './session';
import { APP_SCOPES } from './session';

/** Who holds which token. */
export class Sessions {
	private readonly lasting: ReadonlyMap<string, Session>;

	constructor(
		private readonly oauth: OAuthServer,
		userId: string,
	) {
		const session = { userId, scopes: APP_SCOPES };
		this.lasting = new Map([
			[SANDBOX_SALESFORCE_TOKEN, { ...session, canWrite: true }],
			[SANDBOX_SALESFORCE_READ_ONLY_TOKEN, { ...session, canWrite: false }],
		]);
	}

	/** Undefined for tokens that are unknown, revoked or past their time. */
	of({ headers }: VendorRequest): Session | undefined {
		const token = /^(?:Bearer|OAuth) (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
		return this.lasting.get(token) ?? this.oauth.sessionOf(token);
	}
}
