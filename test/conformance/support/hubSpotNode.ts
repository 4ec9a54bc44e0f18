import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../../nodes/shared/engine/clock';
import { runHubSpot, type Rest } from '../../nodes/support/setup';
import { FaultServer, reply, type Arrival, type Reply, type Seen } from '../server/faultServer';
import { mapped } from '../../nodes/support/mapped';

const goOn = { onError: 'continueErrorOutput' } as const;

/** One run of the HubSpot node, in n8n-core's engine, against a scripted HubSpot. */
export async function hubSpotNode(
	parameters: IDataObject,
	items: IDataObject[],
	script: (server: FaultServer) => void,
	rest: Rest = goOn,
) {
	const server = await FaultServer.start(systemClock);
	script(server);
	const run = await runHubSpot(server.url, parameters, items, rest);
	await server.close();
	return { ...run, arrivals: server.arrivals };
}

export interface Input {
	id?: string;
	properties: Record<string, string>;
	objectWriteTraceId: string;
}

export const inputsOf = ({ body }: Pick<Arrival, 'body'>) =>
	(JSON.parse(body) as { inputs: Input[] }).inputs;

/** A batch write that worked. */
export const written = (seen: Seen): Reply =>
	reply(200, {
		status: 'COMPLETE',
		results: inputsOf(seen).map((input, place) => ({ ...input, id: String(place) })),
	});

export const CREATE: IDataObject = {
	operation: 'create',
	fields: mapped({ email: '={{ $json.email }}' }),
};
export const UPSERT: IDataObject = {
	operation: 'createOrUpdate',
	fields: mapped({ email: '={{ $json.email }}', firstname: '={{ $json.firstname }}' }, ['email']),
};
