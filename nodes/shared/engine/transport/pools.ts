import { createHash } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

import { processState } from '../processState';
import { egressError, secureLookup, type EgressFilter } from './egress';
import { readProxySettings, type ProxySettings } from './proxyEnv';

/** What a credential may change about TLS. */
export interface TlsOptions {
	/** A PEM certificate that is trusted in the place of the system's. */
	ca?: string;
	/** False accepts every certificate. */
	rejectUnauthorized?: boolean;
}

/** The kept connections of one filter and one set of TLS options. */
export interface Pool {
	http: HttpAgent;
	https: HttpsAgent;
	proxy: ProxySettings;
}

/** All pools of the process. Plain data: another instance of this module may have made it. */
interface PoolRegistry {
	byFilter: WeakMap<object, Map<string, Pool>>;
	/** Stands for "no filter". */
	unfiltered: object;
	/** Sockets that were connected (and encrypted, under TLS): a request may have left on them. */
	ready: WeakSet<object>;
}

function registry(): PoolRegistry {
	return processState('pools', () => ({
		byFilter: new WeakMap<object, Map<string, Pool>>(),
		unfiltered: {},
		ready: new WeakSet<object>(),
	}));
}

/** The pool for a filter and TLS options; a new one when the proxy variables have changed. */
export function poolFor(filter: EgressFilter | undefined, tls: TlsOptions | undefined): Pool {
	const { byFilter, unfiltered } = registry();
	const owner = filter ?? unfiltered;
	const pools = byFilter.get(owner) ?? new Map<string, Pool>();
	byFilter.set(owner, pools);

	const tlsKey = createHash('sha256')
		.update(JSON.stringify([tls?.ca, tls?.rejectUnauthorized]))
		.digest('hex');
	const proxy = readProxySettings(process.env);
	const known = pools.get(tlsKey);
	if (known?.proxy.key === proxy.key) return known;
	// The agents before are not destroyed: requests may be on their way. Idle sockets end by themselves.
	const pool = buildPool(filter, tls, proxy);
	pools.set(tlsKey, pool);
	return pool;
}

/** Whether the socket was ever ready to carry a request. */
export function wasReady(socket: object): boolean {
	return registry().ready.has(socket);
}

/**
 * The agent's timeout bounds connecting and idle sockets, not slow answers; it must be set for
 * Node to obey a server's "Keep-Alive: timeout=N", which it undercuts by the buffer.
 */
const KEPT = {
	keepAlive: true,
	timeout: 5_000,
	agentKeepAliveTimeoutBuffer: 1_000,
	maxSockets: 64,
};

function buildPool(
	filter: EgressFilter | undefined,
	tls: TlsOptions | undefined,
	proxy: ProxySettings,
): Pool {
	// proxyEnv is always set, even when empty: else axios applies the environment's proxy by itself,
	// with a connection per request.
	const options = () => ({
		...KEPT,
		proxyEnv: proxy.env,
		...(filter ? { lookup: secureLookup(filter) } : {}),
	});
	const http = new HttpAgent(options());
	const https = new HttpsAgent({
		...options(),
		...(tls?.ca === undefined ? {} : { ca: tls.ca }),
		...(tls?.rejectUnauthorized === undefined
			? {}
			: { rejectUnauthorized: tls.rejectUnauthorized }),
	});
	watchConnections(http, filter);
	watchConnections(https, filter);
	return { http, https, proxy };
}

/**
 * Refuses addresses that no lookup will see (an IP literal, or a target behind a proxy), and marks
 * each socket when it becomes ready.
 */
function watchConnections(agent: HttpAgent, filter: EgressFilter | undefined): void {
	const connect = agent.createConnection.bind(agent);
	agent.createConnection = (options, callback) => {
		// Node takes an error without a socket here; only its types ask for one.
		const fail = callback as ((error: unknown) => void) | undefined;
		const refused = filter?.validateConnectionHost?.(options.host ?? 'localhost');
		if (refused && !refused.ok) {
			fail?.(egressError(refused.error));
			return undefined;
		}
		try {
			// The callback brings the socket of a tunnel through a proxy, already encrypted.
			const socket = connect(options, (error, tunnel) => {
				if (!error && tunnel) registry().ready.add(tunnel);
				callback?.(error, tunnel);
			});
			if (socket) markWhenReady(socket);
			return socket;
		} catch (error) {
			// A certificate that cannot be read, for one. By callback: for a request that waits in the
			// agent's queue nobody would catch it.
			fail?.(error);
			return undefined;
		}
	};
}

function markWhenReady(socket: Duplex): void {
	// Under TLS "connect" comes before the handshake: nothing has left yet.
	const event = socket instanceof TLSSocket ? 'secureConnect' : 'connect';
	socket.once(event, () => registry().ready.add(socket));
}
