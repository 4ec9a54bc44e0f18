/** A browser's cookies of one host; their paths do not matter to this provider's names. */
class Browser {
	private readonly cookies = new Map<string, string>();

	async request(url: string, form?: URLSearchParams): Promise<Response> {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const sent = form === undefined ? {} : { method: 'POST', body: form };
		const answer = await fetch(url, { redirect: 'manual', headers: { cookie }, ...sent });
		for (const header of answer.headers.getSetCookie()) this.keep(header);
		return answer;
	}

	private keep(header: string): void {
		const [, name, value] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
		if (name === undefined || value === undefined) return;
		// An empty value is how a server takes a cookie back.
		if (value === '') this.cookies.delete(name);
		else this.cookies.set(name, value);
	}
}

/** Login, consent and the redirects around them are fewer. */
const MOST_STEPS = 20;

/**
 * Logs in and consents on oidc-provider's own pages, as a person in a browser would. Returns the
 * address that the browser is sent back to, with `code` or `error`, without calling it.
 */
export async function authorize(authorizationUrl: string, login = 'somebody'): Promise<string> {
	const { origin } = new URL(authorizationUrl);
	const browser = new Browser();
	let url = authorizationUrl;
	let answer = await browser.request(url);
	for (let step = 0; step < MOST_STEPS; step += 1) {
		const location = answer.headers.get('location');
		if (location === null) {
			answer = await browser.request(url, await filledForm(answer, login));
			continue;
		}
		url = new URL(location, url).href;
		if (new URL(url).origin !== origin) return url;
		answer = await browser.request(url);
	}
	throw new Error(`No end of redirects from ${authorizationUrl}`);
}

/** The page's form says whether it asks for login or consent; any password will do. */
async function filledForm(answer: Response, login: string): Promise<URLSearchParams> {
	const page = await answer.text();
	const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
	if (prompt === undefined) throw new Error(`No form to submit (${answer.status}): ${page}`);
	return new URLSearchParams({ prompt, login, password: 'any' });
}
