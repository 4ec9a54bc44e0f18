import { asArray, asObject, asText, parseJson } from '../../shared/engine/body';
import type { JsonValue } from '../../shared/engine/types';
import type { Resource } from '../../shared/node/fields';
import { toItem } from '../../shared/node/operation';
import { requestOperation } from '../../shared/node/requestOperation';
import { apolloRequest } from '../vendor';

/** One endpoint's use of its three windows. The key is a JSON list: `["api/v1/contacts", "search"]`. */
function endpointUsage([key, usage]: [string, JsonValue | undefined]) {
	const [path, action] = asArray(parseJson(key));
	const { minute, hour, day } = asObject(usage);
	return toItem({
		endpoint: asText(path) ?? key,
		action: asText(action) ?? '',
		minute: minute ?? null,
		hour: hour ?? null,
		day: day ?? null,
	});
}

const getApiUsage = requestOperation(
	{
		name: 'Get API Usage',
		action: 'Get the API usage',
		description: 'Get how much of the limit of each endpoint is used. Needs a master key.',
		fields: [],
	},
	() => ({
		request: apolloRequest('usage_stats/api_usage_stats', {
			operation: 'usage.getApiUsage',
			method: 'POST',
			path: '/usage_stats/api_usage_stats',
			safeToRepeat: true,
			readOnly: true,
		}),
		read: ({ data }) => ({ items: Object.entries(asObject(data)).map(endpointUsage) }),
	}),
);

const getCreditUsage = requestOperation(
	{
		name: 'Get Credit Usage',
		action: 'Get the credit usage',
		description: 'Get how many credits of each kind are used in this billing cycle, and left',
		fields: [],
	},
	() => ({
		request: apolloRequest('usage_stats/credit_usage_stats', {
			operation: 'usage.getCreditUsage',
			method: 'POST',
			path: '/usage_stats/credit_usage_stats',
			safeToRepeat: true,
			readOnly: true,
		}),
		read: ({ data }) => {
			const { credit_usage_stats: stats, current_credit_cycle: cycle } = asObject(data);
			const { start_date: cycleStart = null, end_date: cycleEnd = null } = asObject(cycle);
			return {
				items: Object.entries(asObject(stats)).map(([credit, usage]) =>
					toItem({ credit, ...asObject(usage), cycle_start: cycleStart, cycle_end: cycleEnd }),
				),
			};
		},
	}),
);

export const usage: Resource = {
	name: 'Usage',
	value: 'usage',
	operations: { getApiUsage, getCreditUsage },
};
