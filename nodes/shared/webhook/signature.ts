import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it came: the body in the bytes that were signed. Header names are lower case. */
export interface SignedRequest {
	rawBody: Buffer;
	headers: Record<string, string | undefined>;
	method: string;
	/** As the sender knows it. */
	url: string;
}

/** How the sender proves who it is. Of several secrets any one will do, as during a rotation. */
export type Scheme =
	/** The secret itself stands in a header, behind a prefix such as "Bearer ". */
	| { kind: 'secret'; header: string; prefix: string; secrets: string[] }
	| HmacScheme
	| DigestScheme
	/** standardwebhooks.com, 2026-08: id, timestamp and body; also under the older "svix-" names. */
	| { kind: 'standard'; secrets: string[] };

export interface HmacScheme {
	kind: 'hmac';
	/** Holds the signature; or "t=1764000000,v1=…", with the timestamp. */
	header: string;
	algorithm: 'sha1' | 'sha256' | 'sha512';
	encoding: 'hex' | 'base64' | 'base64url';
	/** In front of the signature: "sha256=". */
	prefix: string;
	secrets: string[];
	/** How the secret is written. */
	secretEncoding: 'text' | 'base64' | 'hex';
	/** What is signed, with {body}, {timestamp}, {method}, {address} in it. */
	signed: string;
	/** The header that holds the timestamp, in seconds or milliseconds; "" where there is none. */
	timestampHeader: string;
	toleranceMs: number;
	/** How the sender writes its address before it signs it; as it is unless told. */
	address?: (url: string) => string;
}

/** A plain hash of a text with {secret} in it. It holds no time, so it never grows too old. */
export interface DigestScheme
	extends Pick<HmacScheme, 'header' | 'algorithm' | 'encoding' | 'secrets' | 'signed'> {
	kind: 'digest';
}

export type Verdict =
	| { ok: true }
	| {
			ok: false;
			reason: 'missing' | 'malformed' | 'wrong' | 'too-old' | 'from-the-future';
			message: string;
	  };

const STANDARD_TOLERANCE_MS = 300_000;

/** Whether the request comes from the owner of a secret. Never throws, and tells no secret. */
export function verify(request: SignedRequest, scheme: Scheme, now: number): Verdict {
	switch (scheme.kind) {
		case 'secret':
			return verifySecret(request, scheme);
		case 'hmac':
			return verifyHmac(request, scheme, now);
		case 'digest':
			return verifyDigest(request, scheme);
		case 'standard':
			return verifyStandard(request, scheme.secrets, now);
	}
}

function verifySecret(
	{ headers }: SignedRequest,
	{ header, prefix, secrets }: Extract<Scheme, { kind: 'secret' }>,
): Verdict {
	const sent = headers[header.toLowerCase()];
	if (sent === undefined) return refused('missing', `The header ${header} is missing`);
	const isRight = secrets.filter(Boolean).some((secret) => isSame(sent, prefix + secret));
	return isRight ? { ok: true } : refused('wrong', `The secret in ${header} is another one`);
}

function verifyHmac(request: SignedRequest, scheme: HmacScheme, now: number): Verdict {
	const sent = request.headers[scheme.header.toLowerCase()];
	if (sent === undefined) return refused('missing', `The header ${scheme.header} is missing`);
	const { timestamp: inside, signatures } = partsOf(sent, scheme.prefix);
	const timestamp = inside ?? request.headers[scheme.timestampHeader.toLowerCase()];
	const needsTime = scheme.timestampHeader !== '' || scheme.signed.includes('{timestamp}');
	if (needsTime) {
		const problem = timeProblem(timestamp, scheme.toleranceMs, now);
		if (problem) return problem;
	}
	const content = contentOf(scheme.signed, addressed(request, scheme), { timestamp });
	const expected = keysOf(scheme).map((key) =>
		createHmac(scheme.algorithm, key).update(content).digest(scheme.encoding),
	);
	return verdictOn(signatures, expected);
}

function addressed(request: SignedRequest, { address }: HmacScheme): SignedRequest {
	return address ? { ...request, url: address(request.url) } : request;
}

function verifyDigest(request: SignedRequest, scheme: DigestScheme): Verdict {
	const sent = request.headers[scheme.header.toLowerCase()];
	if (sent === undefined) return refused('missing', `The header ${scheme.header} is missing`);
	const expected = scheme.secrets.filter(Boolean).map((secret) => {
		const content = contentOf(scheme.signed, request, { secret });
		return createHash(scheme.algorithm).update(content).digest(scheme.encoding);
	});
	return verdictOn([sent], expected);
}

/** Signatures are separated by spaces or commas; "t=…" among them is their timestamp. */
function partsOf(text: string, prefix: string): { timestamp?: string; signatures: string[] } {
	const parts = text.split(/[,\s]+/).filter(Boolean);
	const timestamp = parts.find((part) => /^t=\d+$/.test(part))?.slice(2);
	const signatures = parts
		.filter((part) => !/^t=\d+$/.test(part))
		.map((part) => (prefix !== '' && part.startsWith(prefix) ? part.slice(prefix.length) : part))
		.map((part) => (timestamp === undefined ? part : part.replace(/^v\d+=/, '')));
	return { ...(timestamp === undefined ? {} : { timestamp }), signatures };
}

function verifyStandard(
	{ headers, rawBody }: SignedRequest,
	secrets: string[],
	now: number,
): Verdict {
	const header = (name: string) => headers[`webhook-${name}`] ?? headers[`svix-${name}`];
	const id = header('id');
	const timestamp = header('timestamp');
	const sent = header('signature');
	if (id === undefined || sent === undefined) {
		return refused('missing', 'The headers webhook-id and webhook-signature are missing');
	}
	const problem = timeProblem(timestamp, STANDARD_TOLERANCE_MS, now);
	if (problem) return problem;
	const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), rawBody]);
	const expected = secrets.filter(Boolean).map((secret) => {
		const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
		return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
	});
	return verdictOn(sent.split(/\s+/), expected);
}

function verdictOn(signatures: string[], expected: string[]): Verdict {
	return signatures.some((one) => expected.some((each) => isSame(one, each)))
		? { ok: true }
		: refused('wrong', 'The signature does not fit the body and the secret');
}

/** Seconds, or milliseconds where the number is too large for them. */
function timeProblem(
	text: string | undefined,
	toleranceMs: number,
	now: number,
): Verdict | undefined {
	if (text === undefined) return refused('missing', 'The timestamp is missing');
	if (!/^\d{1,15}$/.test(text)) return refused('malformed', 'The timestamp is no number');
	const number = Number(text);
	const time = number < 100_000_000_000 ? number * 1_000 : number;
	if (time < now - toleranceMs) return refused('too-old', 'The timestamp is too old');
	if (time > now + toleranceMs) return refused('from-the-future', 'The timestamp is in the future');
	return undefined;
}

function contentOf(
	template: string,
	{ rawBody, method, url }: SignedRequest,
	{ timestamp = '', secret }: { timestamp?: string | undefined; secret?: string },
): Buffer {
	const values: Record<string, Buffer> = {
		'{body}': rawBody,
		'{timestamp}': Buffer.from(timestamp),
		'{method}': Buffer.from(method),
		'{address}': Buffer.from(url),
		...(secret === undefined ? {} : { '{secret}': Buffer.from(secret) }),
	};
	const parts = template.split(/(\{(?:body|timestamp|method|address|secret)\})/);
	return Buffer.concat(parts.map((part) => values[part] ?? Buffer.from(part)));
}

function keysOf({ secrets, secretEncoding }: HmacScheme): Buffer[] {
	const encoding = secretEncoding === 'text' ? 'utf8' : secretEncoding;
	return secrets.filter(Boolean).map((secret) => Buffer.from(secret, encoding));
}

/** In a time that does not tell how much of it is right. */
export function isSame(a: string, b: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(a), hash(b));
}

type Refusal = Extract<Verdict, { ok: false }>;

function refused(reason: Refusal['reason'], message: string): Refusal {
	return { ok: false, reason, message };
}
