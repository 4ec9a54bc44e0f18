import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { messageOf } from '../shared/engine/errorFacts';
import { tokenAuthentication } from '../shared/engine/token';
import type { Authentication, Connection, UsageCeiling } from '../shared/engine/vendor';
import { oAuth2Identity } from '../shared/node/identity';
import type { CredentialHost, VendorAccess } from '../shared/node/openClient';
import { Problem } from '../shared/node/parameters';
import { credentialOf } from './authentication';
import { API_VERSION } from './credentialFields';
import { JwtTokens, jwtProblem, type Minted } from './jwt';
import { domainUrl, loginUrl } from './login';
import { QUOTAS, salesforce } from './vendor';

/** How the Salesforce nodes reach Salesforce. */
export const salesforceAccess: VendorAccess = {
	credential: credentialOf,
	connect: async (credential, host) => {
		const type = credentialOf(host.read);
		if (type === 'gtmSalesforceJwtApi') return await connectByJwt(credential, host);
		const login =
			type === 'gtmSalesforceClientCredentialsOAuth2Api'
				? domainUrl(credential.domain)
				: loginUrl(credential);
		return login instanceof Problem ? login : connectByOAuth2(credential, host, login);
	},
	facts: ({ apiVersion }) => ({ data: `/services/data/${versionOf(apiVersion)}` }),
};

/** What a token tells beside itself. */
interface TokenFacts {
	instanceUrl: string | undefined;
	/** …/id/{org}/{user} */
	id: string;
}

/** n8n gets and stores the tokens; where the org is stands beside each of them, and may change. */
function connectByOAuth2(
	credential: ICredentialDataDecryptedObject,
	host: CredentialHost,
	login: string,
): Connection | Problem {
	const secrets: string[] = [];
	let facts = oAuthFacts(credential);
	const watched: CredentialHost = {
		...host,
		reread: async () => {
			const stored = await host.reread();
			facts = oAuthFacts(stored);
			return stored;
		},
	};
	const identity = oAuth2Identity(credential, watched, secrets);
	if (identity instanceof Problem) return identity;
	const authentication = {
		...identity.authentication,
		baseUrl: () => facts.instanceUrl,
	};
	const { fingerprint } = identity;
	return connection(credential, { login, authentication, secrets, fingerprint, id: facts.id });
}

function oAuthFacts({ oauthTokenData }: ICredentialDataDecryptedObject): TokenFacts {
	const data: Record<string, unknown> =
		typeof oauthTokenData === 'object' && oauthTokenData !== null ? { ...oauthTokenData } : {};
	const { instance_url: instanceUrl, id } = data;
	const isUrl = typeof instanceUrl === 'string' && URL.canParse(instanceUrl);
	return {
		instanceUrl: isUrl ? instanceUrl : undefined,
		id: typeof id === 'string' ? id : '',
	};
}

/** The node gets the tokens by itself, and keeps them in this process. */
async function connectByJwt(
	credential: ICredentialDataDecryptedObject,
	host: CredentialHost,
): Promise<Connection | Problem> {
	const login = loginUrl(credential);
	if (login instanceof Problem) return login;
	const tokens = new JwtTokens(host.id, credential, host.httpRequest);
	// The first token tells which org it is, whose limits its credentials share.
	let minted = jwtProblem(credential) ?? (await firstToken(tokens));
	if (minted instanceof Problem) return minted;
	const { id } = minted;
	const secrets = [String(credential.privateKey)];
	const take = async (minting: Promise<Minted>) => (minted = await minting).token;
	const authentication = {
		...tokenAuthentication({
			id: tokens.id,
			read: async () => await take(tokens.current()),
			renew: async () => await take(tokens.renewed()),
			header: (token) => ({ authorization: `Bearer ${token}` }),
			onToken: (token) => {
				if (!secrets.includes(token)) secrets.push(token);
			},
		}),
		baseUrl: () => (minted instanceof Problem ? undefined : minted.instanceUrl),
	};
	return connection(credential, { login, authentication, secrets, fingerprint: tokens.id, id });
}

async function firstToken(tokens: JwtTokens): Promise<Minted | Problem> {
	try {
		return await tokens.current();
	} catch (error) {
		return new Problem(
			messageOf(error),
			'Check the consumer key, the username and the private key in the Salesforce credential, and whether the user has approved the app.',
		);
	}
}

interface Parts {
	login: string;
	authentication: Authentication;
	secrets: string[];
	fingerprint: string;
	id: string;
}

function connection(
	credential: ICredentialDataDecryptedObject,
	{ login, authentication, secrets, fingerprint, id }: Parts,
): Connection | Problem {
	const wrong = versionProblem(credential.apiVersion);
	if (wrong) return wrong;
	const ceiling = ceilingOf(credential);
	if (ceiling instanceof Problem) return ceiling;
	const org = /\/id\/(\w{15,18})\//.exec(id)?.[1];
	const account = String(credential.account ?? '').trim() || org;
	return {
		vendor: salesforce,
		baseUrl: login,
		account: account ?? fingerprint.slice(-8),
		quotaKeys: { account: account ?? fingerprint, credential: fingerprint },
		quotas: QUOTAS,
		ceiling,
		authentication,
		secrets,
		// Others, and our own triggers, can tell by it who has made a change (REST guide, 2026-08).
		headers: { 'sforce-call-options': 'client=n8n-nodes-gtm' },
	};
}

function versionOf(given: unknown): string {
	const text = String(given ?? '').trim();
	if (text === '') return API_VERSION;
	const number = /^v?(\d+)(?:\.0)?$/i.exec(text)?.[1];
	return number === undefined ? text : `v${number}.0`;
}

function versionProblem(given: unknown): Problem | undefined {
	const version = versionOf(given);
	return /^v\d{2,3}\.0$/.test(version)
		? undefined
		: new Problem(
				`API Version is "${version}", which is no version of the API`,
				`Enter one such as ${API_VERSION} in the Salesforce credential.`,
			);
}

function ceilingOf(credential: ICredentialDataDecryptedObject): UsageCeiling | Problem {
	const shares = [
		['Share of Daily Calls', Number(credential.dailyShare ?? 80)],
		['Share of One Execution', Number(credential.executionShare ?? 25)],
	] as const;
	const bad = shares.find(([, share]) => !(share > 0 && share <= 100));
	if (bad) {
		return new Problem(
			`${bad[0]} is ${bad[1]}, but has to be from 1 to 100`,
			'Change it in the Salesforce credential.',
		);
	}
	const [[, ofAll], [, ofExecution]] = shares;
	return { window: 'day', ofAll: ofAll / 100, ofExecution: ofExecution / 100 };
}
