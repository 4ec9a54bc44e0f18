import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { ApiLog } from '../../../../nodes/ApiLog/ApiLog.node';
import { defaultLogFile } from '../../../../nodes/shared/engine/log/handles';
import { shipNow, sinkFor } from '../../../../nodes/shared/engine/log/shipping';
import { runNode, type NodeRun, type NodeSetup } from '../runNode';
import { textsIn, textsOf } from './reveal';

const OPERATIONS: IDataObject[] = [
	{ resource: 'row', operation: 'getAll', returnAll: true },
	{ resource: 'row', operation: 'export', returnAll: true, format: 'csv' },
	{ resource: 'row', operation: 'export', returnAll: true, format: 'jsonl' },
	{ resource: 'report', operation: 'create' },
	{ resource: 'report', operation: 'summarize', groupBy: ['reason', 'account', 'node'] },
];

/** Each one looks up the earlier ones as well. */
const FOLLOWED = 50;

/** All texts of the log, by where they stand: the files of its folder, and what the API Log node makes of it; none where there is no log. */
export async function readLog(): Promise<Record<string, string[]>> {
	const texts: Record<string, string[]> = {};
	const file = defaultLogFile(process.env);
	if (!existsSync(file)) return texts;
	for (const parameters of OPERATIONS) {
		const run = await runLog(parameters);
		texts[[parameters.operation, parameters.format].join(' ')] = [...textsOf(run), ...filesOf(run)];
		if (parameters.operation !== 'getAll') continue;
		const failed = run.outputs[0]?.filter(({ json }) => json.outcome !== 'done') ?? [];
		const items = failed.slice(0, FOLLOWED).map(({ json: { logRow } }) => ({ logRow }));
		const follow = { resource: 'row', operation: 'followRequest', logRow: '={{ $json.logRow }}' };
		texts.followRequest = textsOf(await runLog(follow, items));
	}
	const { sink } = sinkFor(file, process.env);
	if (sink) await shipNow(file, sink);
	return { ...texts, ...filesIn(dirname(file)) };
}

async function runLog(parameters: IDataObject, items: IDataObject[] = [{}]): Promise<NodeRun> {
	const run = await runNode({
		node: new ApiLog(),
		parameters: parameters as NodeSetup['parameters'],
		credentials: {},
		items,
	});
	if (run.error) throw new Error(`${String(parameters.operation)}: ${run.error.message}`);
	return run;
}

/** What files hold that items carry. */
function filesOf({ outputs }: NodeRun): string[] {
	return outputs
		.flat()
		.flatMap(({ binary = {} }) =>
			Object.values(binary).flatMap(({ data }) => textsIn(Buffer.from(data, 'base64'))),
		);
}

/** Texts in the bytes of all files of a folder, also of those below it. */
export function filesIn(folder: string): Record<string, string[]> {
	const names = readdirSync(folder, { recursive: true, withFileTypes: true });
	return Object.fromEntries(
		names
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => [name, textsIn(readFileSync(join(parentPath, name)))]),
	);
}
