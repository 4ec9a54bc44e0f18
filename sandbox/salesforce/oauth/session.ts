/** For whom an access token acts, and what it opens. */
export interface Session {
	userId: string;
	canWrite: boolean;
	scopes: readonly string[];
}

/** What the app may be granted (Salesforce Help, OAuth tokens and scopes). */
export const APP_SCOPES: readonly string[] = ['api', 'refresh_token', 'full', 'openid', 'id'];

/** Two names of one scope. */
const SAME = new Map([['offline_access', 'refresh_token']]);

export function scopesIn(text: string): string[] {
	const names = text.split(/\s+/).filter((name) => name !== '');
	return [...new Set(names.map((name) => SAME.get(name) ?? name))];
}

export function opensRest({ scopes }: Session): boolean {
	return scopes.includes('api') || scopes.includes('full');
}
