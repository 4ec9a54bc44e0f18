import { inputFields, routineField } from '../../routine/fields';
import { routineOperation } from '../../routine/operation';
import { clayRequest, RUN_SIZE } from '../../vendor';

export const run = routineOperation(
	{
		name: 'Run',
		action: 'Run a routine',
		description: 'Run a function or workflow on each item, a hundred in a call. Costs credits.',
		fields: [routineField, ...inputFields],
	},
	{
		mode: 'run',
		size: RUN_SIZE,
		begin: async (items, client) => {
			const [{ routineId = '', webhookId } = {}] = items;
			return await client.send(
				clayRequest({
					operation: 'routine.run',
					method: 'POST',
					path: `/routines/${encodeURIComponent(routineId)}/run`,
					pathTemplate: '/routines/{id}/run',
					body: {
						items: items.map(({ id, inputs }) => ({ id, inputs })),
						...(webhookId === undefined ? {} : { webhook_id: webhookId }),
					},
					// Charged each time, and Clay takes no idempotency key (errors, 2026-08).
					safeToRepeat: false,
					records: items.length,
					keyFields: { routineId },
				}),
			);
		},
		causedByRow: ({ reason }) => reason === 'bad-request' || reason === 'invalid',
	},
);
