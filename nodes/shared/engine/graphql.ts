import { asArray, asObject, asText } from './body';
import type { JsonValue, VendorError } from './types';
import type { InnerFault, StatusRule } from './vendor';

/**
 * What servers call the errors whose meaning a status of REST has. Of the servers' own ones:
 * the reference server's error codes (2026-08), Shopify and Jobber (THROTTLED), Linear (RATELIMITED), GitHub
 * (RATE_LIMITED, as its `type`), monday (COMPLEXITY_BUDGET_EXHAUSTED, ComplexityException).
 */
const STATUS: Record<string, number> = {
	THROTTLED: 429,
	RATELIMITED: 429,
	RATE_LIMITED: 429,
	RATE_LIMIT_EXCEEDED: 429,
	TOO_MANY_REQUESTS: 429,
	COMPLEXITY_BUDGET_EXHAUSTED: 429,
	COMPLEXITYEXCEPTION: 429,
	UNAUTHENTICATED: 401,
	AUTHENTICATION_ERROR: 401,
	FORBIDDEN: 403,
	NOT_FOUND: 404,
	CONFLICT: 409,
	INTERNAL_SERVER_ERROR: 500,
	INTERNAL_ERROR: 500,
	SERVICE_UNAVAILABLE: 503,
	TIMEOUT: 504,
};

/** A throttled answer of an older Shopify has no code. */
const THROTTLED_MESSAGE = /^throttled$|\brate.?limit/i;
const MOST_MESSAGES = 3;

/**
 * What the errors of a GraphQL answer say (specification of October 2021, 7.1), whatever its status
 * is; undefined when there are none. Data beside them is partial: it is kept, and the errors told.
 */
export function graphqlFault(answer: JsonValue | undefined): InnerFault | undefined {
	const { data, errors } = asObject(answer);
	const list = asArray(errors).map(asObject);
	const [first] = list;
	if (!first) return undefined;
	const partial = Object.values(asObject(data)).some(
		(value) => value !== null && value !== undefined,
	);
	return { status: statusOf(list), error: graphqlError(list), ...(partial ? { partial } : {}) };
}

/** The same as an error of a vendor: for answers that are no 2xx. */
export function readGraphqlError(answer: JsonValue | undefined): VendorError | undefined {
	return graphqlFault(answer)?.error;
}

/** Some servers answer a throttled query with 400 (Linear, rate limiting, 2026-08). */
export const graphqlRules: StatusRule[] = [
	{
		status: 400,
		when: ({ code = '' }) => STATUS[code.toUpperCase()] === 429,
		action: 'hold',
		reason: 'rate-limited',
	},
];

type GraphqlError = { [key: string]: JsonValue | undefined };

function codeOf(error: GraphqlError): string | undefined {
	const { code, type } = asObject(error.extensions);
	return asText(code) ?? asText(error.type) ?? asText(type) ?? asText(error.code);
}

/** The status of the error that decides most: a limit, or else the first one that is known. */
function statusOf(errors: GraphqlError[]): number {
	const known = errors.flatMap((error) => {
		const { http, statusCode, status } = asObject(error.extensions);
		const told = [asObject(http).status, statusCode, status].map(Number).find(isErrorStatus);
		const message = asText(error.message) ?? '';
		return (
			STATUS[codeOf(error)?.toUpperCase() ?? ''] ??
			(THROTTLED_MESSAGE.test(message) ? 429 : (told ?? []))
		);
	});
	return known.includes(429) ? 429 : (known[0] ?? 400);
}

function isErrorStatus(status: number): boolean {
	return Number.isInteger(status) && status >= 400 && status < 600;
}

function graphqlError(errors: GraphqlError[]): VendorError {
	const messages = errors.slice(0, MOST_MESSAGES).map((error) => {
		const path = asArray(error.path).map(asText).join('.');
		const message = asText(error.message) ?? 'an error without a message';
		const { line, column } = asObject(asArray(error.locations)[0]);
		// Where in the query; where in the data says more, if that is told.
		if (path !== '') return `${message} (at ${path})`;
		return line === undefined
			? message
			: `${message} (line ${asText(line)}, column ${asText(column)})`;
	});
	const rest = errors.length - messages.length;
	const code = errors.map(codeOf).find((each) => each !== undefined);
	return {
		message: messages.join('; ') + (rest > 0 ? `; and ${rest} more` : ''),
		...(code === undefined ? {} : { code }),
	};
}
