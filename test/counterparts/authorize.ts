/** The cookies of one browser and one host; paths do not matter to this provider's names. */
class Cookies {
	private readonly values = new Map<string, string>();

	keep(answer: Response): void {
		for (const cookie of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (name === undefined || value === undefined) continue;
			if (value === '') this.values.delete(name);
			else this.values.set(name, value);
		}
	}

	header(): string {
		return [...this.values].map(([name, value]) => `${name}=${value}`).join('; ');
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
	const cookies = new Cookies();
	const request = async (url: string, init: RequestInit = {}) => {
		const headers = { cookie: cookies.header() };
		const answer = await fetch(url, { redirect: 'manual', headers, ...init });
		cookies.keep(answer);
		return answer;
	};
	let answer = await request(authorizationUrl);
	for (let url = authorizationUrl, step = 0; step < MOST_STEPS; step += 1) {
		const location = answer.headers.get('location');
		if (location !== null) {
			url = new URL(location, url).href;
			if (new URL(url).origin !== origin) return url;
			answer = await request(url);
			continue;
		}
		const prompt = await promptOf(answer);
		const body = new URLSearchParams({ prompt, login, password: 'any' });
		const headers = { cookie: cookies.header() };
		answer = await request(url, { method: 'POST', body, headers });
	}
	throw new Error(`No end of redirects from ${authorizationUrl}`);
}

/** What the page asks for: login or consent. */
async function promptOf(answer: Response): Promise<string> {
	const page = await answer.text();
	const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
	if (prompt === undefined) throw new Error(`No form to submit (${answer.status}): ${page}`);
	return prompt;
}
