import type { INodeProperties } from 'n8n-workflow';
import { rowFailure } from '../../../shared/engine/batch';
import { asObject } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import { readItems, toItem, type Operation, type RunContext } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { ItemResult } from '../../../shared/node/results';
import { readResults } from '../../routine/results';
import { resultsRequest, stateOf, type RunHandle, type RunMode } from '../../routine/run';
import { itemOf } from '../../routine/settle';

const fields: INodeProperties[] = [
	{
		displayName: 'Run ID',
		name: 'runId',
		type: 'string',
		default: '={{ $json.routineRunId }}',
		required: true,
		placeholder: 'e.g. run_abc123',
		description: 'ID of the run, as its start or a Clay Trigger gives it',
	},
	{
		displayName: 'Started As',
		name: 'mode',
		type: 'options',
		default: 'run',
		description: 'How the run was started: nothing in its ID tells',
		options: [
			{ name: 'Batch', value: 'run-batch' },
			{ name: 'Run', value: 'run' },
		],
	},
];

export const getResults: Operation = {
	name: 'Get Results',
	action: 'Get the results of a run',
	description: 'Get what has come of a run, or how far it is. Clay keeps results for about a day.',
	fields,
	async run(context) {
		const handles = await readItems(context, readHandle);
		if (context.checked()) return;
		for (const { itemIndex, value } of handles) {
			context.results.set(itemIndex, await resultsOf(context, value));
		}
	},
};

function readHandle(read: ParameterReader): RunHandle | Problem {
	const id = read.text('runId');
	const mode: RunMode = read.text('mode') === 'run-batch' ? 'run-batch' : 'run';
	return id === ''
		? new Problem('Run ID is empty', 'Fill it with the ID that the start of the run gave.')
		: { mode, id };
}

async function resultsOf({ client, stopped }: RunContext, handle: RunHandle): Promise<ItemResult> {
	if (stopped()) return { kind: 'failed', failure: rowFailure('not-sent'), items: [] };
	const looked = await client.send(resultsRequest(handle));
	if (!looked.ok) return { kind: 'failed', failure: looked, items: [] };
	const state = stateOf(looked);
	if (state.kind === 'running') return { kind: 'done', items: [runningItem(handle, looked)] };
	if (state.kind === 'failed') {
		const failure = { ...rowFailure('bad-request', '', looked), error: state.error };
		return { kind: 'failed', failure, items: [] };
	}
	const read = await readResults(handle, async (request) => await client.send(request));
	const items = read.items.map((result) => itemOf(handle, result));
	return read.failure ? { kind: 'failed', failure: read.failure, items } : { kind: 'done', items };
}

function runningItem({ id }: RunHandle, { data }: Success) {
	const { finished, total } = asObject(data);
	return toItem({ routineRunId: id, status: 'in_progress', finished, total });
}
