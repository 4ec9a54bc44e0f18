import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { rowFailure } from '../../../shared/engine/batch';
import { asObject, asText } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import { walk } from '../../../shared/engine/pages/walk';
import type { JsonValue } from '../../../shared/engine/types';
import {
	readItems,
	toItem,
	type Facts,
	type Operation,
	type Placed,
	type RunContext,
} from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { jobItem, lookRequest, type JobHandle, type JobKind } from '../../bulk/jobState';
import { resultPages, rowItem } from '../../bulk/queryJob';
import { readSet, setRequest, SETS, type SetName } from '../../bulk/resultSets';
import { jobField, kindField, readJob } from './fields';

const ingestReturns: INodeProperties = {
	displayName: 'Return',
	name: 'returned',
	type: 'options',
	default: 'job',
	options: [
		{ name: 'All Records', value: 'all', description: 'Of all three sets, each with its set' },
		{ name: 'Failed Records', value: 'failed', description: 'With the reason of each' },
		{ name: 'Job', value: 'job', description: 'Its state and its counts' },
		{ name: 'Successful Records', value: 'successful', description: 'With their IDs' },
		{
			name: 'Unprocessed Records',
			value: 'unprocessed',
			description: 'Nothing was done with them: they can be sent again',
		},
	],
};

const queryReturns: INodeProperties = {
	displayName: 'Return',
	name: 'returned',
	type: 'options',
	default: 'job',
	options: [
		{ name: 'Job', value: 'job', description: 'Its state and its counts' },
		{ name: 'Records', value: 'all', description: 'All that the query has found' },
	],
};

interface Asked extends JobHandle {
	kind: JobKind;
	returned: string;
}

export const get: Operation = {
	name: 'Get',
	action: 'Get a bulk job',
	description: 'Get the state of a job, or the records that it has written, refused or read',
	fields: [
		jobField,
		kindField,
		...updateDisplayOptions({ show: { jobKind: ['ingest'] } }, [ingestReturns]),
		...updateDisplayOptions({ show: { jobKind: ['query'] } }, [queryReturns]),
	],
	async run(context) {
		const asked = await readItems(context, readAsked);
		if (context.checked()) return;
		for (const one of asked) await getOne(context, one);
	},
};

function readAsked(read: ParameterReader): Asked | Problem {
	const job = readJob(read);
	return job instanceof Problem ? job : { ...job, returned: read.text('returned') };
}

async function getOne(context: RunContext, { itemIndex, value }: Placed<Asked>): Promise<void> {
	const { client, facts, results, stopped } = context;
	const fail = (failure: Failure, items: IDataObject[] = []) =>
		results.set(itemIndex, { kind: 'failed', failure, items });
	if (stopped()) return fail(rowFailure('not-sent'));
	const { kind, returned } = value;
	const job = await client.send(lookRequest(facts, kind, value));
	if (!job.ok) return fail(job);
	if (returned === 'job' || returned === '') {
		return results.set(itemIndex, { kind: 'done', items: [toItem(jobItem(job.data))] });
	}
	// Results are asked for by the version that made the job, else they are refused (2026-08).
	const own = ownVersion(facts, job.data);
	if (kind === 'query') return await getRows(context, itemIndex, value, own);
	const items: IDataObject[] = [];
	for (const set of SETS) {
		if (returned !== 'all' && returned !== set) continue;
		const rows = await rowsOf(context, value, set, own);
		if (!Array.isArray(rows)) return fail(rows, items);
		for (const row of rows) items.push(row);
	}
	results.set(itemIndex, { kind: 'done', items });
}

function ownVersion(facts: Facts, job: JsonValue | undefined): Facts {
	const version = Number(asText(asObject(job).apiVersion) ?? Number.NaN);
	return Number.isNaN(version)
		? facts
		: { ...facts, data: `/services/data/v${version.toFixed(1)}` };
}

async function rowsOf(
	{ client }: RunContext,
	job: JobHandle,
	set: SetName,
	facts: Facts,
): Promise<IDataObject[] | Failure> {
	const answer = await client.send(setRequest(facts, job, set));
	if (!answer.ok) return answer;
	const rows = readSet(answer);
	if (!Array.isArray(rows)) return rows;
	return rows.map(({ sf__Id, sf__Created, sf__Error, ...sent }) => ({
		set,
		...(sf__Id ? { id: sf__Id } : {}),
		...(sf__Created === undefined ? {} : { created: sf__Created === 'true' }),
		...(sf__Error === undefined ? {} : { reason: sf__Error }),
		record: sent,
	}));
}

async function getRows(
	context: RunContext,
	itemIndex: number,
	job: JobHandle,
	facts: Facts,
): Promise<void> {
	const { client, results, report, stopped } = context;
	const walked = await walk(client, resultPages(job, { facts, limit: Infinity, stopped }));
	report(itemIndex, walked.report);
	const items = walked.rows.map((row) => toItem(rowItem(row)));
	const { failure } = walked;
	results.set(itemIndex, failure ? { kind: 'failed', failure, items } : { kind: 'done', items });
}
