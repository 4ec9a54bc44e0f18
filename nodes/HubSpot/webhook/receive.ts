import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { triggerParameters } from '../../shared/node/host';
import { ParameterReader, Problem } from '../../shared/node/parameters';
import { badSetting } from '../../shared/node/webhook/hook';
import { receiveEvents } from '../../shared/node/webhook/receive';
import { hubSpotSource } from './events';
import { isManagedInHubSpot } from './fields';
import { readWanted } from './subscription';

/** Takes a call of the app. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (isManagedInHubSpot(context)) {
		const { secret, previousSecret } = await context.getCredentials('gtmWebhookSecretApi');
		const secrets = [secret, previousSecret].map((each) => String(each ?? ''));
		return await receiveEvents(context, (call) => hubSpotSource(call, secrets));
	}
	const { clientSecret } = await context.getCredentials('gtmHubSpotAppApi');
	const wanted = readWanted(new ParameterReader(triggerParameters(context), 0));
	if (wanted instanceof Problem) throw badSetting(context, wanted);
	return await receiveEvents(context, (call) =>
		hubSpotSource(call, [String(clientSecret ?? '')], wanted),
	);
}
