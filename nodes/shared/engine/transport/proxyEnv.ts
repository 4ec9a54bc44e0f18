/** The proxy variables of the environment, as Node's Agent reads them. */
export type ProxyEnv = {
	HTTP_PROXY?: string;
	HTTPS_PROXY?: string;
	NO_PROXY?: string;
};

export interface ProxySettings {
	env: ProxyEnv;
	/**
	 * Why no request can be sent to this scheme: a proxy is set that cannot be used. Going around
	 * it in silence would leave the way that the administrator has laid down.
	 */
	unusable: { http?: string; https?: string };
	/** Changes whenever the settings do. */
	key: string;
}

type Env = Record<string, string | undefined>;

/**
 * Reads HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in lower case first as curl and Node do.
 * Node's Agent ignores ALL_PROXY and a proxy without a scheme without a word; both are mended.
 */
export function readProxySettings(environment: Env): ProxySettings {
	const all = environment.all_proxy || environment.ALL_PROXY;
	const http = readProxy(environment.http_proxy || environment.HTTP_PROXY || all);
	const https = readProxy(environment.https_proxy || environment.HTTPS_PROXY || all);
	const noProxy = environment.no_proxy || environment.NO_PROXY;
	const env: ProxyEnv = {
		...(http.url ? { HTTP_PROXY: http.url } : {}),
		...(https.url ? { HTTPS_PROXY: https.url } : {}),
		...(noProxy ? { NO_PROXY: noProxy } : {}),
	};
	const unusable = {
		...(http.problem ? { http: http.problem } : {}),
		...(https.problem ? { https: https.problem } : {}),
	};
	return { env, unusable, key: JSON.stringify([env, unusable]) };
}

/** The proxy's address with a scheme, or what is wrong with it. The text may hold a password. */
function readProxy(value: string | undefined): { url?: string; problem?: string } {
	const text = value?.trim();
	if (!text) return {};
	try {
		const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
		if (url.protocol !== 'http:' && url.protocol !== 'https:') {
			return {
				problem: `a proxy of the kind ${url.protocol}// is set, only http:// and https:// work`,
			};
		}
		// Node's Agent decodes them when it is built, and throws there on a stray "%".
		decodeURIComponent(url.username + url.password);
		return { url: url.href };
	} catch {
		// The parser's message quotes the address, which may hold a password.
		return { problem: 'the proxy in the environment variables is not a valid URL' };
	}
}
