import type { IDataObject } from 'n8n-workflow';
import { SANDBOX_HUBSPOT_TOKEN, type Sandbox } from '../../../sandbox';

/** What HubSpot's sandbox itself says, past the node. `call`: "POST /crm/v3/lists". */
export async function callHubSpot(
	sandbox: Sandbox,
	call: string,
	body?: object,
): Promise<IDataObject> {
	const [method, path] = call.split(' ');
	const answer = await fetch(`${sandbox.urls.hubspot}${path}`, {
		method,
		headers: {
			authorization: `Bearer ${SANDBOX_HUBSPOT_TOKEN}`,
			'content-type': 'application/json',
		},
		...(body ? { body: JSON.stringify(body) } : {}),
	});
	return (await answer.json()) as IDataObject;
}
