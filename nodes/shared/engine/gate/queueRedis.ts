import { readFileSync } from 'node:fs';

/** The Redis that n8n's queue runs on, as n8n's own variables tell it. */
export interface QueueRedis {
	nodes: Array<{ host: string; port: number }>;
	isCluster: boolean;
	/** Of all keys. */
	prefix: string;
	username: string;
	password: string;
	db: number;
	tls?: { servername?: string; rejectUnauthorized: boolean };
	/** The names that a cluster gives are no names for DNS. */
	keepsNames: boolean;
	/** Ms between signs of life of an idle connection; undefined for none. */
	keepAliveMs?: number;
}

type Environment = Record<string, string | undefined>;

/**
 * Where n8n's queue lives; undefined without queue mode, and where GTM_SHARED_LIMITS=off forbids to
 * use it. Names, defaults and forms of values are those of n8n 2.41 (@n8n/config, ScalingModeConfig;
 * RedisClientService).
 */
export function queueRedis(env: Environment): QueueRedis | undefined {
	const read = reader(env);
	if (read.text('EXECUTIONS_MODE', 'regular') !== 'queue') return undefined;
	if (env.GTM_SHARED_LIMITS === 'off') return undefined;
	const redis = 'QUEUE_BULL_REDIS';
	const cluster = clusterNodes(read.text(`${redis}_CLUSTER_NODES`, ''));
	const single = {
		host: read.text(`${redis}_HOST`, 'localhost'),
		port: read.number(`${redis}_PORT`, 6379),
	};
	const isCluster = cluster.length > 0;
	const servername = read.text(`${redis}_TLS_SERVERNAME`, '');
	const tls = {
		rejectUnauthorized: read.flag(`${redis}_TLS_VALIDATE_CERTIFICATE`, true),
		...(servername === '' ? {} : { servername }),
	};
	const keepAliveMs = read.number(`${redis}_KEEP_ALIVE_DELAY`, 5_000);
	return {
		nodes: isCluster ? cluster : [single],
		isCluster,
		prefix: prefixOf(read.text('QUEUE_BULL_PREFIX', 'bull'), isCluster),
		username: read.text(`${redis}_USERNAME`, ''),
		password: read.text(`${redis}_PASSWORD`, ''),
		db: read.number(`${redis}_DB`, 0),
		keepsNames: read.text(`${redis}_DNS_LOOKUP_STRATEGY`, 'LOOKUP') === 'NONE',
		...(read.flag(`${redis}_TLS`, false) ? { tls } : {}),
		...(read.flag(`${redis}_KEEP_ALIVE`, false) ? { keepAliveMs } : {}),
	};
}

function clusterNodes(text: string): QueueRedis['nodes'] {
	return text
		.split(',')
		.filter((pair) => pair.trim() !== '')
		.map((pair) => {
			const [host = '', port] = pair.trim().split(':');
			return { host, port: Number.parseInt(port ?? '', 10) || 6379 };
		});
}

/** n8n puts its prefix in braces for a cluster; a user of Redis may be limited to keys that begin so. */
function prefixOf(prefix: string, isCluster: boolean): string {
	if (!isCluster || prefix === '') return prefix;
	return `${prefix.startsWith('{') ? '' : '{'}${prefix}${prefix.endsWith('}') ? '' : '}'}`;
}

/** Reads as n8n does: a variable, or the file that the variable with _FILE names; quotes are taken off. */
function reader(env: Environment) {
	const raw = (name: string): string | undefined => env[name] ?? contentOf(env[`${name}_FILE`]);
	const plain = (name: string) =>
		raw(name)
			?.trim()
			.replace(/^(['"])(.*)\1$/, '$2');
	return {
		text: (name: string, otherwise: string) => plain(name) ?? otherwise,
		number: (name: string, otherwise: number) => {
			const text = plain(name) ?? '';
			const value = Number(text);
			return text === '' || Number.isNaN(value) ? otherwise : value;
		},
		flag: (name: string, otherwise: boolean) => {
			const text = raw(name)?.toLowerCase() ?? '';
			if (['true', '1'].includes(text)) return true;
			return ['false', '0'].includes(text) ? false : otherwise;
		},
	};
}

function contentOf(file: string | undefined): string | undefined {
	if (!file) return undefined;
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// n8n itself would not have started without it: Redis will say what is missing.
		return undefined;
	}
}
