import type { INodeProperties } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { JobHandle, JobKind } from '../../bulk/jobState';
import { fullId } from '../../recordId';

export const jobField: INodeProperties = {
	displayName: 'Job ID',
	name: 'jobId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 7505g00000AbCdEAAV',
	description:
		'As an item of "Ingest" has it under jobId, or Setup shows it under Bulk Data Load Jobs',
};

export const kindField: INodeProperties = {
	displayName: 'Kind of Job',
	name: 'jobKind',
	type: 'options',
	default: 'ingest',
	options: [
		{ name: 'Ingest', value: 'ingest' },
		{ name: 'Query', value: 'query' },
	],
};

/** Which job an item names. */
export function readJob(read: ParameterReader): (JobHandle & { kind: JobKind }) | Problem {
	const given = read.text('jobId');
	const id = fullId(given);
	if (id !== undefined) return { id, kind: read.text('jobKind') === 'query' ? 'query' : 'ingest' };
	return new Problem(
		given === '' ? 'The item has no Job ID' : `Job ID is "${given}", which is no ID`,
		'Enter the ID of a job: 15 or 18 letters and digits that begin with 750.',
	);
}
