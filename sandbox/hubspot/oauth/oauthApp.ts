import { createHash } from 'node:crypto';

import { SANDBOX_HUBSPOT_CLIENT_ID, SANDBOX_HUBSPOT_CLIENT_SECRET } from '../../credentials';
import type { SeededRandom } from '../../seededRandom';
import { seededRandom, seedFrom } from '../../seededRandom';

export interface OAuthSettings {
	/** Seconds an access token lives. */
	expiresIn: number;
	/** A refresh gives a new refresh token and ends the old one. */
	rotateRefreshToken: boolean;
}

export interface Grant {
	scopes: readonly string[];
	expiresAt: number;
}

export interface Consent {
	redirectUri: string;
	scopes: readonly string[];
	/** Of PKCE, S256. */
	challenge?: string;
}

/** Codes are exchanged at once or not at all; HubSpot speaks of a short window. */
const CODE_LIVES_MS = 60_000;

/** Access tokens have grown past 512 characters (HubSpot, OAuth guide, 2026-03). */
const TOKEN_LENGTH = 520;

/** The one app a user can install: its codes and tokens, and how often they were asked for. */
export class OAuthApp {
	readonly clientId = SANDBOX_HUBSPOT_CLIENT_ID;
	readonly counts = { codes: 0, tokens: 0, refreshes: 0, refused: 0 };
	private readonly codes = new Map<string, Consent & { expiresAt: number }>();
	private readonly grants = new Map<string, Grant>();
	private readonly refreshTokens = new Map<string, readonly string[]>();
	private readonly random: SeededRandom;

	constructor(
		seed: number,
		readonly settings: OAuthSettings,
	) {
		this.random = seededRandom(seedFrom(seed, 'oauth'));
	}

	knows(clientId: string | null, clientSecret: string | null): boolean {
		return clientId === this.clientId && clientSecret === SANDBOX_HUBSPOT_CLIENT_SECRET;
	}

	consent(consent: Consent): string {
		const code = `na1-${this.letters(32)}`;
		this.codes.set(code, { ...consent, expiresAt: Date.now() + CODE_LIVES_MS });
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
		return (
			createHash('sha256')
				.update(verifier ?? '')
				.digest('base64url') === challenge
		);
	}

	scopesOf(refreshToken: string): readonly string[] | undefined {
		return this.refreshTokens.get(refreshToken);
	}

	/** New tokens; `refreshToken` is the one they were asked for with, if any. */
	issue(scopes: readonly string[], refreshToken?: string): { access: string; refresh: string } {
		const access = this.letters(TOKEN_LENGTH);
		this.grants.set(access, { scopes, expiresAt: Date.now() + this.settings.expiresIn * 1000 });
		this.counts.tokens++;
		const keeps = refreshToken !== undefined && !this.settings.rotateRefreshToken;
		const refresh = keeps ? refreshToken : `na1-${this.letters(36)}`;
		if (refreshToken !== undefined) {
			this.counts.refreshes++;
			this.refreshTokens.delete(refreshToken);
		}
		this.refreshTokens.set(refresh, scopes);
		return { access, refresh };
	}

	grantOf(accessToken: string): Grant | undefined {
		return this.grants.get(accessToken);
	}

	private letters(length: number): string {
		const digit = (): string => this.random.between(0, 35).toString(36);
		return Array.from({ length }, digit).join('');
	}
}
