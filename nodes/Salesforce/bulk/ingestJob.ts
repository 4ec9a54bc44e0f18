import { asObject, asText } from '../../shared/engine/body';
import type { Failure } from '../../shared/engine/client';
import type { Job, Send } from '../../shared/engine/job';
import type { ApiRequest } from '../../shared/engine/types';
import { rowFailure } from '../../shared/engine/batch';
import type { Facts } from '../../shared/node/operation';
import { CALLS } from '../vendor';
import type { WriteRow } from '../write/row';
import {
	abortRequest,
	jobPath,
	jobRequest,
	lookRequest,
	stateOf,
	type JobHandle,
} from './jobState';
import { readSets, setRequest, type Sets } from './resultSets';
import type { Upload } from './upload';

/** A job that writes rows of one kind. */
export interface Ingest {
	facts: Facts;
	upload: Upload;
}

/**
 * Opens a job, uploads its rows and closes it: nothing is done before it is closed, so that each step
 * may be sent again, and a job that is not closed is as if it had never been (Bulk API 2.0 guide, 2026-08).
 */
export function ingestJob(ingest: Ingest): Job<JobHandle, Sets> {
	const { facts, upload } = ingest;
	return {
		start: async (send, sendAtEnd) => await begin(ingest, send, sendAtEnd),
		look: (handle) => lookRequest(facts, 'ingest', handle),
		readLook: stateOf,
		collect: async (handle, send) => await readSets(facts, handle, upload, send),
		abort: (handle) => abortRequest(facts, 'ingest', handle),
	};
}

type Begun = { ok: true; handle: JobHandle } | Failure;

async function begin(
	ingest: Ingest,
	send: Send,
	sendAtEnd: Send,
	mayBeginAgain = true,
): Promise<Begun> {
	const { facts, upload } = ingest;
	const opened = await send(openRequest(facts, upload.sample));
	if (!opened.ok) return nothingDone(opened);
	const id = asText(asObject(opened.data).id);
	if (id === undefined) return rowFailure('bad-request', 'The answer names no job', opened);
	const handle = { id };
	const uploaded = await send(uploadRequest(facts, handle, upload));
	const abort = async () => await sendAtEnd(abortRequest(facts, 'ingest', handle));
	if (!uploaded.ok) {
		await abort();
		return hadArrived(uploaded) && mayBeginAgain
			? await begin(ingest, send, sendAtEnd, false)
			: nothingDone(uploaded);
	}
	const unclosed = await close(facts, handle, send);
	if (!unclosed) return { ok: true, handle };
	const { failure, isOpen } = unclosed;
	const aborted = await abort();
	if (failure.processed === 'no') return nothingDone(failure);
	// A job that could not be aborted may have been closed all the same; of a stopped run nobody asks.
	if (!aborted.ok || failure.reason === 'cancelled') return failure;
	// One of which nobody knows whether it was open may have been at work: its files tell.
	return isOpen ? nothingDone(failure) : { ok: true, handle };
}

/**
 * A job takes one upload. One whose answer was lost had come through when a second is refused: that job
 * is given up, and another one takes the rows.
 */
function hadArrived({ attempts, status }: Failure): boolean {
	return attempts.length > 1 && status >= 400 && status < 500;
}

/** For a dry run: the requests of a job that goes well. Gives what became of the first. */
export async function rehearse({ facts, upload }: Ingest, send: Send): Promise<Failure> {
	const handle = { id: '{id}' };
	const opened = await send(openRequest(facts, upload.sample));
	await send(uploadRequest(facts, handle, upload));
	await send(closeRequest(facts, handle));
	await send(lookRequest(facts, 'ingest', handle));
	await send(setRequest(facts, handle, 'successful'));
	return opened.ok ? rowFailure('not-sent') : opened;
}

function nothingDone(failure: Failure): Failure {
	return { ...failure, processed: 'no' };
}

function openRequest(facts: Facts, { how, type, key, choices }: WriteRow): ApiRequest {
	const { assignment } = choices;
	return {
		operation: 'bulkJob.ingest.open',
		method: 'POST',
		path: jobPath(facts, 'ingest'),
		body: {
			object: type,
			operation: how,
			contentType: 'CSV',
			columnDelimiter: 'COMMA',
			lineEnding: 'LF',
			...(how === 'upsert' ? { externalIdFieldName: key?.field ?? '' } : {}),
			...(typeof assignment === 'object' ? { assignmentRuleId: assignment.rule } : {}),
		},
		// A second one stays open and empty, and does nothing.
		safeToRepeat: true,
		quotas: CALLS,
	};
}

function uploadRequest(facts: Facts, handle: JobHandle, { csv, rows }: Upload): ApiRequest {
	return jobRequest(facts, 'ingest', handle, {
		operation: 'bulkJob.ingest.upload',
		part: 'batches',
		method: 'PUT',
		content: { type: 'text/csv', data: csv },
		begun: true,
		records: rows.length,
	});
}

/** Why a job could not be closed, and whether it is known to be open. */
interface Unclosed {
	failure: Failure;
	isOpen: boolean;
}

/** Undefined when the job is on its way, although the answer to closing it was lost. */
async function close(facts: Facts, handle: JobHandle, send: Send): Promise<Unclosed | undefined> {
	const closed = await send(closeRequest(facts, handle));
	if (closed.ok) return undefined;
	const looked = await send({ ...lookRequest(facts, 'ingest', handle), begun: true });
	const isOpen = looked.ok && asText(asObject(looked.data).state) === 'Open';
	return looked.ok && !isOpen ? undefined : { failure: closed, isOpen };
}

function closeRequest(facts: Facts, handle: JobHandle): ApiRequest {
	return jobRequest(facts, 'ingest', handle, {
		operation: 'bulkJob.ingest.close',
		method: 'PATCH',
		body: { state: 'UploadComplete' },
		begun: true,
	});
}
