import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { assertUrlAllowed, getCredentialAllowedDomains } from 'n8n-workflow';
import { Client } from '../engine/client';
import type { Clock } from '../engine/clock';
import { messageOf } from '../engine/errorFacts';
import { Gate, type Wait } from '../engine/gate/gate';
import { defaultLogFile, logAt } from '../engine/log/handles';
import { createRedactor } from '../engine/log/redact';
import type { LogSink } from '../engine/log/row';
import { processState } from '../engine/processState';
import { createTransport } from '../engine/transport';
import type { Connection } from '../engine/vendor';
import type { Facts } from './operation';
import { Problem } from './parameters';
import type { RunSettings } from './settings';

/** How a node reaches its vendor. */
export interface VendorAccess {
	/** The credential type's name. */
	credential: string;
	/** Turns a credential into a connection, or says what is wrong with it. */
	connect(credential: ICredentialDataDecryptedObject): Connection | Problem;
	/** What of the credential the operations need to know. */
	facts(credential: ICredentialDataDecryptedObject): Facts;
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
	context: IExecuteFunctions,
	access: VendorAccess,
	{ settings, clock, signal, onWait }: Run,
): Promise<OpenClient | Problem> {
	const credential = await context.getCredentials(access.credential);
	const connection = access.connect(credential);
	if (connection instanceof Problem) return connection;
	if (settings.quotas) connection.quotas = settings.quotas(connection.quotas);
	const allowed = allowedDomains(context, credential, connection.baseUrl);
	if (allowed instanceof Problem) return allowed;

	const { name } = connection.vendor;
	const log = settings.log ? logAt(defaultLogFile(process.env)) : undefined;
	const client = new Client(
		{
			connection,
			clock,
			gate: processState('gate', () => new Gate()),
			redact: createRedactor(connection.secrets),
			run: {
				execution: context.getExecutionId() ?? '',
				workflow: context.getWorkflow().id ?? '',
				node: context.getNode().name,
			},
			transport: createTransport({
				egressFilter: context.helpers.getSecureEgressFilter(),
				assertAllowed: (url) => refusalOf(url, allowed),
			}),
			...(log ? { log } : {}),
			...(signal ? { signal } : {}),
			onWait: (wait) => onWait(name, wait),
		},
		settings.client,
	);
	return { client, facts: access.facts(credential), name, log };
}

/** The domains that the credential may be sent to; undefined for all. */
function allowedDomains(
	context: IExecuteFunctions,
	credentialData: ICredentialDataDecryptedObject,
	nodeEndpointUrl: string,
): { domains?: string } | Problem {
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

function refusalOf(url: string, { domains }: { domains?: string }): string | undefined {
	if (domains === undefined) return undefined;
	try {
		assertUrlAllowed({ url, allowedDomains: domains });
		return undefined;
	} catch (error) {
		return messageOf(error);
	}
}
