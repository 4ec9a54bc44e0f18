import { Problem } from '../shared/node/parameters';

/** Where webhook sources are; all behind it is opaque (Clay University, webhook guide, 2026-08). */
const SOURCES = '/v3/sources/webhook/';

const AGAIN = 'Copy it again from the webhook source of the table in Clay';

/**
 * The address of a webhook source in one form, or what is wrong with it: another host would get all
 * rows. It is a secret, so a problem tells no more of it than its host.
 */
export function readWebhookUrl(text: string, baseUrl: string): string | Problem {
	const written = text.trim();
	if (written === '') {
		return new Problem('Webhook URL is empty', 'Enter it in the Clay webhook credential.');
	}
	const url = URL.parse(written);
	if (!url)
		return new Problem('Webhook URL is no URL', `${AGAIN}, with https:// at its beginning.`);
	const base = URL.parse(baseUrl);
	if (url.origin !== base?.origin) {
		return new Problem(
			`Webhook URL leads to ${url.protocol}//${url.host}, and not to ${base?.host ?? baseUrl}`,
			`${AGAIN}. For a sandbox, change Base URL in the credential as well.`,
		);
	}
	if (url.username !== '' || url.password !== '' || url.hash !== '') {
		return new Problem('Webhook URL holds more than an address', `${AGAIN}.`);
	}
	if (!url.pathname.startsWith(SOURCES) || url.pathname.length === SOURCES.length) {
		return new Problem(
			`Webhook URL is not that of a webhook source: its path has to begin with ${SOURCES}`,
			`${AGAIN}.`,
		);
	}
	return url.toString().replace(/\/+$/, '');
}

/** The part of the address that nobody may see. */
export function secretPartOf(webhookUrl: string): string {
	const { pathname, search } = new URL(webhookUrl);
	return pathname.slice(SOURCES.length) + search;
}
