import { createHash } from 'node:crypto';

import type { SeededRandom } from '../../seededRandom';
import { seededRandom, seedFrom } from '../../seededRandom';
import { ORG_ID } from '../orgIds';
import type { SalesforceOAuthSettings } from '../settings';
import type { Session } from './session';

export interface Consent {
	redirectUri: string;
	scopes: readonly string[];
	/** Of PKCE, S256. */
	challenge?: string;
}

interface Granted extends Session {
	expiresAt: number;
	refreshToken?: string;
}

/** An authorization code can be exchanged for 15 minutes (Salesforce Help, web server flow). */
const CODE_LIFE_MS = 900_000;

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** The one app the OAuth server knows: its codes and tokens, and how often they were asked for. */
export class OAuthServer {
	readonly counts = { codes: 0, tokens: 0, refreshes: 0, refused: 0, revoked: 0 };
	private readonly codes = new Map<string, Consent & { expiresAt: number }>();
	private readonly grants = new Map<string, Granted>();
	private readonly refreshTokens = new Map<string, readonly string[]>();
	private readonly random: SeededRandom;

	constructor(
		seed: number,
		readonly settings: SalesforceOAuthSettings,
		private readonly userId: string,
	) {
		this.random = seededRandom(seedFrom(seed, 'salesforce oauth'));
	}

	/** Whether the org lives at its second address by now. */
	get moved(): boolean {
		return this.settings.movesOnRefresh && this.counts.tokens > 1;
	}

	consent(consent: Consent): string {
		const code = `aPrx${this.letters(36)}==`;
		this.codes.set(code, { ...consent, expiresAt: Date.now() + CODE_LIFE_MS });
		this.counts.codes++;
		return code;
	}

	/** A code is good once, whatever comes of it. */
	takeCode(code: string): Consent | undefined {
		const consent = this.codes.get(code);
		this.codes.delete(code);
		return consent !== undefined && Date.now() < consent.expiresAt ? consent : undefined;
	}

	fits({ challenge }: Consent, verifier: string | null): boolean {
		if (challenge === undefined) return true;
		const digest = createHash('sha256').update(verifier ?? '');
		return digest.digest('base64url') === challenge;
	}

	scopesOf(refreshToken: string): readonly string[] | undefined {
		return this.refreshTokens.get(refreshToken);
	}

	issueAccess(scopes: readonly string[], refreshToken?: string): string {
		const access = `${ORG_ID.slice(0, 15)}!AQ4AQ${this.letters(88)}`;
		const expiresAt = Date.now() + this.settings.tokenLifeMs;
		this.grants.set(access, {
			userId: this.userId,
			canWrite: true,
			scopes,
			expiresAt,
			...(refreshToken === undefined ? {} : { refreshToken }),
		});
		this.counts.tokens++;
		return access;
	}

	issueRefresh(scopes: readonly string[]): string {
		const refresh = `5Aep861${this.letters(80)}`;
		this.refreshTokens.set(refresh, scopes);
		return refresh;
	}

	/** The refresh token to go on with, which is a new one where they rotate. */
	refreshed(refreshToken: string, scopes: readonly string[]): string {
		this.counts.refreshes++;
		if (!this.settings.rotateRefreshToken) return refreshToken;
		this.refreshTokens.delete(refreshToken);
		return this.issueRefresh(scopes);
	}

	sessionOf(accessToken: string): Session | undefined {
		const granted = this.grants.get(accessToken);
		return granted !== undefined && Date.now() < granted.expiresAt ? granted : undefined;
	}

	/** Ends an access token, or a refresh token with all that came of it. False for unknown ones. */
	revoke(token: string): boolean {
		const known = this.grants.delete(token) || this.refreshTokens.delete(token);
		if (!known) return false;
		for (const [access, { refreshToken }] of this.grants) {
			if (refreshToken === token) this.grants.delete(access);
		}
		this.counts.revoked++;
		return true;
	}

	private letters(length: number): string {
		const digit = (): string => DIGITS[this.random.between(0, DIGITS.length - 1)] ?? '';
		return Array.from({ length }, digit).join('');
	}
}
