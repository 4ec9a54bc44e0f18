import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { assertUrlAllowed, getCredentialAllowedDomains } from 'n8n-workflow';
import { Client } from '../engine/client';
import type { Clock } from '../engine/clock';
import { messageOf } from '../engine/errorFacts';
import { Gate, type Entrance, type Wait } from '../engine/gate/gate';
import { queueRedis } from '../engine/gate/queueRedis';
import { RedisLink } from '../engine/gate/redis';
import { RedisQuotas } from '../engine/gate/redisQuotas';
import { SharedGate } from '../engine/gate/sharedGate';
import { defaultLogFile, logAt } from '../engine/log/handles';
import { createRedactor } from '../engine/log/redact';
import type { LogSink } from '../engine/log/row';
import { processState } from '../engine/processState';
import { createTransport } from '../engine/transport';
import { UsageBook } from '../engine/usage';
import type { Connection } from '../engine/vendor';
import { baseUrlOf } from '../engine/wire';
import type { Facts } from './operation';
import type { NodeHost } from './host';
import { type ParameterReader, Problem } from './parameters';
import type { RunSettings } from './settings';

/** How a node reaches its vendor. */
export interface VendorAccess {
	/** The credential type's name, or how it is chosen; undefined where the node needs none. */
	credential: string | ((read: ParameterReader) => string | undefined);
	/** Turns a credential into a connection, or says what is wrong with it. May throw. */
	connect(
		credential: ICredentialDataDecryptedObject,
		host: CredentialHost,
	): Connection | Problem | Promise<Connection | Problem>;
	/** Whether users enter addresses in the node, so that the credential's own one is no given. */
	userUrls?: boolean;
	/** What of the credential the operations need to know. */
	facts(credential: ICredentialDataDecryptedObject): Facts;
}

/** What n8n does for a credential, and the node that uses it. */
export interface CredentialHost {
	/** Of the first item. */
	read: ParameterReader;
	/** The credential's ID in n8n; empty where there is none. */
	id: string;
	/** Reads the credential again, as it is stored now. May throw. */
	reread(): Promise<ICredentialDataDecryptedObject>;
	/** Lets n8n get a new OAuth2 token and store it. May throw. */
	refresh(): Promise<unknown>;
	/** Sends by n8n's own client, for tokens that n8n does not get by itself. May throw. */
	httpRequest(options: IHttpRequestOptions): Promise<unknown>;
}

export interface OpenClient {
	client: Client;
	facts: Facts;
	/** The vendor's name, for messages. */
	name: string;
	log: LogSink | undefined;
}

interface Run {
	settings: RunSettings;
	clock: Clock;
	signal?: AbortSignal;
	onWait: (vendor: string, wait: Wait) => void;
}

/** A client with the node's credential and settings, or what has to be changed first. May throw. */
export async function openClient(
	context: NodeHost,
	access: VendorAccess,
	{ settings, clock, signal, onWait }: Run,
): Promise<OpenClient | Problem> {
	const { read } = context;
	const type = typeof access.credential === 'string' ? access.credential : access.credential(read);
	const credential = type === undefined ? {} : await context.getCredentials(type);
	const connection = await access.connect(credential, credentialHost(context, type));
	if (connection instanceof Problem) return connection;
	if (settings.quotas) connection.quotas = settings.quotas(connection.quotas);
	const given = typeof credential.baseUrl === 'string' ? credential.baseUrl : '';
	// Asked anew for each address: the account may move to another host with a new token.
	const allowed = () =>
		allowedDomains(context, credential, access.userUrls ? given : baseUrlOf(connection));
	const known = allowed();
	if (known instanceof Problem) return known;

	const { name, label = name } = connection.vendor;
	const log = settings.log ? logAt(defaultLogFile(process.env)) : undefined;
	const client = new Client(
		{
			connection,
			clock,
			gate: processState('gate', () => openGate(process.env)),
			usage: processState('usage', () => new UsageBook()),
			redact: createRedactor(connection.secrets),
			run: {
				execution: context.getExecutionId() ?? '',
				workflow: context.getWorkflow().id ?? '',
				node: context.getNode().name,
			},
			transport: createTransport({
				egressFilter: context.egressFilter(),
				assertAllowed: (url) => refusalOf(url, allowed()),
			}),
			...(log ? { log } : {}),
			logFields: settings.logFields ?? [],
			hashEmails: settings.hashEmails === true || process.env.GTM_LOG_HASH_EMAILS === 'on',
			...(signal ? { signal } : {}),
			onWait: (wait) => onWait(label, wait),
		},
		settings.client,
	);
	return { client, facts: access.facts(credential), name: label, log };
}

/** The gate of this process; in queue mode its limits are those of all workers together. */
function openGate(env: NodeJS.ProcessEnv): Entrance {
	const gate = new Gate();
	const redis = queueRedis(env);
	if (!redis) return gate;
	return new SharedGate(gate, new RedisQuotas(new RedisLink(redis), redis.prefix));
}

function credentialHost(context: NodeHost, type: string | undefined): CredentialHost {
	return {
		read: context.read,
		id: (type && context.getNode().credentials?.[type]?.id) ?? '',
		reread: async () => (type === undefined ? {} : await context.getCredentials(type)),
		refresh: async () => await context.refreshOAuth2(type ?? ''),
		httpRequest: async (options) => await context.httpRequest(options),
	};
}

/** The domains that the credential may be sent to; undefined for all. */
function allowedDomains(
	context: NodeHost,
	credentialData: ICredentialDataDecryptedObject,
	nodeEndpointUrl: string,
): { domains?: string } | Problem {
	if (credentialData.allowedHttpRequestDomains === 'none') {
		// The editor writes this on OAuth credentials: they go to their own address, and no other.
		const host = URL.parse(nodeEndpointUrl)?.hostname;
		return host
			? { domains: host }
			: new Problem(
					'The credential allows no domains',
					'Enter its Base URL, or change its allowed domains.',
				);
	}
	try {
		const domains = getCredentialAllowedDomains({
			node: context.getNode(),
			credentialData,
			credentialOwnedSurface: true,
			nodeEndpointUrl,
		});
		return domains === undefined ? {} : { domains };
	} catch (error) {
		return new Problem(messageOf(error), 'Change the allowed domains of the credential.');
	}
}

function refusalOf(url: string, allowed: { domains?: string } | Problem): string | undefined {
	if (allowed instanceof Problem) return allowed.message;
	const { domains } = allowed;
	if (domains === undefined) return undefined;
	try {
		assertUrlAllowed({ url, allowedDomains: domains });
		return undefined;
	} catch (error) {
		return messageOf(error);
	}
}
