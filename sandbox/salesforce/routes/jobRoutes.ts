import {
	changeIngest,
	changeQuery,
	createIngest,
	createQuery,
	failedResults,
	listIngest,
	listQuery,
	readIngest,
	readQuery,
	removeIngest,
	removeQuery,
	successfulResults,
	unprocessedRecords,
	upload,
} from '../bulk/jobCalls';
import { queryResults, resultPages } from '../bulk/queryResults';
import type { Operation, Route } from './route';
import { route } from './route';

function plain(name: string, run: Operation['run']): Operation {
	return { name, run };
}

function json(name: string, run: Operation['run']): Operation {
	return { name, body: 'json', run };
}

export const JOB_ROUTES: readonly Route[] = [
	route('/jobs/ingest', {
		GET: plain('ingest/list', listIngest),
		POST: json('ingest/open', createIngest),
	}),
	route('/jobs/ingest/:id', {
		GET: plain('ingest/read', readIngest),
		PATCH: json('ingest/change', changeIngest),
		DELETE: plain('ingest/remove', removeIngest),
	}),
	route('/jobs/ingest/:id/batches', { PUT: { name: 'ingest/upload', body: 'csv', run: upload } }),
	route('/jobs/ingest/:id/successfulResults', {
		GET: plain('ingest/successful', successfulResults),
	}),
	route('/jobs/ingest/:id/failedResults', { GET: plain('ingest/failed', failedResults) }),
	route('/jobs/ingest/:id/unprocessed[rR]ecords', {
		GET: plain('ingest/unprocessed', unprocessedRecords),
	}),
	route('/jobs/query', {
		GET: plain('queryJob/list', listQuery),
		POST: json('queryJob/open', createQuery),
	}),
	route('/jobs/query/:id', {
		GET: plain('queryJob/read', readQuery),
		PATCH: json('queryJob/change', changeQuery),
		DELETE: plain('queryJob/remove', removeQuery),
	}),
	route('/jobs/query/:id/results', { GET: plain('queryJob/results', queryResults) }),
	route('/jobs/query/:id/resultPages', { GET: plain('queryJob/pages', resultPages) }),
];
