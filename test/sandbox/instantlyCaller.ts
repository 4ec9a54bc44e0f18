import type { InstantlyOptions, Sandbox, SandboxOptions } from '../../sandbox';
import { SANDBOX_INSTANTLY_KEY } from '../../sandbox';
import type { Heard } from './startedSandbox';
import { started } from './startedSandbox';

/** Instantly as somebody without our client calls it. */
export interface InstantlyCaller {
	sandbox: Sandbox;
	/** `named` is the method and the path behind /api/v2; a text is sent as it is. */
	call(named: string, body?: unknown, headers?: Record<string, string>): Promise<Heard>;
	/** The parsed body of an answer that has to be a 2xx. */
	ok<T>(named: string, body?: unknown): Promise<T>;
	/** IDs of the records that there are. */
	ids(name: Parameters<Sandbox['instantly']['records']>[0]): string[];
}

const AS_OWNER = { authorization: `Bearer ${SANDBOX_INSTANTLY_KEY}` };

export async function startedInstantly(
	instantly: InstantlyOptions = {},
	options: SandboxOptions = {},
): Promise<InstantlyCaller> {
	const { sandbox } = await started({ people: 0, instantly, ...options });
	const call: InstantlyCaller['call'] = async (named, body, headers = AS_OWNER) => {
		const [method = 'GET', path = ''] = named.split(' ');
		const type = body === undefined ? {} : { 'content-type': 'application/json' };
		const response = await fetch(`${sandbox.urls.instantly}/api/v2${path}`, {
			method,
			headers: { ...type, ...headers },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
		const text = await response.text();
		const isJson = response.headers.get('content-type')?.includes('json') === true;
		const json: unknown = isJson ? JSON.parse(text) : undefined;
		return { status: response.status, headers: response.headers, text, json };
	};
	return {
		sandbox,
		call,
		ok: async <T>(named: string, body?: unknown) => {
			const { status, json } = await call(named, body);
			expect({ named, status: Math.floor(status / 100) }).toEqual({ named, status: 2 });
			return json as T;
		},
		ids: (name) => sandbox.instantly.records(name).map(({ id }) => id),
	};
}

/** How nearly every refusal looks. */
export function refusal(statusCode: number, error: string, message: unknown = expect.any(String)) {
	return { status: statusCode, json: { statusCode, error, message } };
}
