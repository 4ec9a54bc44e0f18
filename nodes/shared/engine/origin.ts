import { BlockList, isIP } from 'node:net';

/** Addresses that mean something else on each machine or network (RFC 6890). */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
] as const) {
	PRIVATE.addSubnet(network, prefix);
}
for (const [network, prefix] of [
	['::', 127],
	['fc00::', 7],
	['fe80::', 10],
] as const) {
	PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/**
 * Why an address that a vendor gave, such as a next link, is not asked; undefined when it may be.
 * The vendor's own origin may always be.
 */
export function originRefusal(
	address: string,
	baseUrl: string,
	foreign: 'refuse' | 'bare',
): string | undefined {
	const to = new URL(address);
	const from = new URL(baseUrl);
	if (to.protocol !== 'https:' && to.protocol !== 'http:') {
		return `the next address is none of http (${to.protocol})`;
	}
	if (to.origin === from.origin) return undefined;
	if (from.protocol === 'https:' && to.protocol === 'http:') {
		return `the next address leads from https to http (${to.host})`;
	}
	if (isPrivate(to.hostname) && !isPrivate(from.hostname)) {
		return `the next address leads into a private network (${to.host})`;
	}
	return foreign === 'bare' ? undefined : `the next address is at another host (${to.host})`;
}

export function isForeign(address: string, baseUrl: string): boolean {
	return new URL(address).origin !== new URL(baseUrl).origin;
}

function isPrivate(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '');
	const version = isIP(host);
	if (version === 0) return /(^|\.)localhost$|\.(local|internal)$/i.test(host);
	return PRIVATE.check(host, version === 6 ? 'ipv6' : 'ipv4');
}
