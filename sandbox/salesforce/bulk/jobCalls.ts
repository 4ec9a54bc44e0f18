import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn } from '../call';
import { Refused } from '../refusals';
import { bodyOf } from '../requestBody';
import { createIngestJob, createQueryJob } from './createJob';
import type { CsvTable } from './csvText';
import { csvText } from './csvText';
import { IngestJob } from './ingestJob';
import type { Job } from './job';
import { QueryJob } from './queryJob';

const DONE = { applied: true };

export function csvAnswer(job: Job, table: CsvTable, headers: Record<string, string> = {}) {
	const body = csvText(table, job.parts.form);
	return { status: 200, body, contentType: 'text/csv', headers, ...DONE };
}

function jobView(job: Job): VendorAnswer {
	return jsonAnswer(200, job.view(), DONE);
}

export const createIngest = (call: Call): VendorAnswer => jobView(createIngestJob(call));
export const createQuery = (call: Call): VendorAnswer => jobView(createQueryJob(call));

function ingestIn(call: Call): IngestJob {
	return call.vendor.jobs.ingest(paramIn(call, 'id'));
}

function queryIn(call: Call): QueryJob {
	return call.vendor.jobs.query(paramIn(call, 'id'));
}

/** Asking how a job stands is what its time is counted by, unless it is counted by the clock. */
function looked(call: Call, job: IngestJob | QueryJob): VendorAnswer {
	job.looked();
	call.vendor.jobs.advance(call.vendor);
	return jsonAnswer(200, { ...job.view(), ...job.progressView() }, DONE);
}

export const readIngest = (call: Call): VendorAnswer => looked(call, ingestIn(call));
export const readQuery = (call: Call): VendorAnswer => looked(call, queryIn(call));

function list({ vendor }: Call, kind: typeof IngestJob | typeof QueryJob): VendorAnswer {
	const records = vendor.jobs.all(kind).map((job) => job.view());
	return jsonAnswer(200, { done: true, nextRecordsUrl: null, records }, DONE);
}

export const listIngest = (call: Call): VendorAnswer => list(call, IngestJob);
export const listQuery = (call: Call): VendorAnswer => list(call, QueryJob);

/** What the upload becomes on its way counts (Bulk API 2.0 limits: 150 MB once it is base64). */
function encodedBytes(text: string): number {
	return Math.ceil(Buffer.byteLength(text) / 3) * 4;
}

export function upload(call: Call): VendorAnswer {
	const job = ingestIn(call);
	const { body } = call.request;
	const { maxBytes } = call.vendor.settings.bulk;
	if (encodedBytes(body) > maxBytes) {
		const message = `The data of a job cannot be larger than ${maxBytes} bytes`;
		throw new Refused('EXCEEDED_MAX_SIZE_REQUEST', message, { status: 413 });
	}
	job.upload(body);
	return { status: 201, body: '', ...DONE };
}

function wantedState(call: Call): string {
	return String(bodyOf(call.request).state);
}

export function changeIngest(call: Call): VendorAnswer {
	const job = ingestIn(call);
	const state = wantedState(call);
	if (state === 'Aborted') job.abort();
	else if (state === 'UploadComplete') call.vendor.ledger.arrivedToCreate(job.close());
	else throw new Refused('INVALIDJOBSTATE', `A Job cannot be set to ${state}`);
	return jobView(job);
}

export function changeQuery(call: Call): VendorAnswer {
	const job = queryIn(call);
	const state = wantedState(call);
	if (state !== 'Aborted') throw new Refused('INVALIDJOBSTATE', `A Job cannot be set to ${state}`);
	job.abort();
	return jobView(job);
}

function remove(call: Call, job: IngestJob | QueryJob): VendorAnswer {
	call.vendor.jobs.remove(job);
	return { status: 204, body: '', ...DONE };
}

export const removeIngest = (call: Call): VendorAnswer => remove(call, ingestIn(call));
export const removeQuery = (call: Call): VendorAnswer => remove(call, queryIn(call));

function ingestResults(which: Parameters<IngestJob['results']>[0]): (call: Call) => VendorAnswer {
	return (call) => {
		const job = ingestIn(call);
		return csvAnswer(job, job.results(which));
	};
}

export const successfulResults = ingestResults('successful');
export const failedResults = ingestResults('failed');
export const unprocessedRecords = ingestResults('unprocessed');
