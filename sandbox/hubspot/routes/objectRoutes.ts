import type { Call } from '../call';
import { batchArchive, batchRead } from '../records/batchReads';
import { batchCreate, batchUpdate, batchUpsert } from '../records/batchWrites';
import { mergeRecords } from '../records/mergeRecords';
import { listRecords, readOne } from '../records/readRecords';
import { searchRecords } from '../records/searchRecords';
import { archiveOne, createOne, updateOne } from '../records/writeRecord';
import { unknownPath } from '../refusals';
import { typeIn } from '../call';
import type { Needs, Operation, Route } from './route';
import { routes } from './route';

const OBJECTS = ['/crm/v3/objects', '/crm/objects/*'];

function needs(side: 'read' | 'write'): (types: Call['types']) => Needs {
	return (types) => [typeIn({ types }).scopes[side]];
}

function read(name: string, run: Operation['run']): Operation {
	return { name, needs: needs('read'), run };
}

function write(name: string, run: Operation['run']): Operation {
	return { name, needs: needs('write'), run };
}

function mergeOrNothing(call: Call): ReturnType<Operation['run']> {
	return typeIn(call).mergeable ? mergeRecords(call) : unknownPath();
}

export const OBJECT_ROUTES: readonly Route[] = [
	...routes(OBJECTS, '/:type', {
		GET: read('list', listRecords),
		POST: write('create', createOne),
	}),
	...routes(OBJECTS, '/:type/search', { POST: read('search', searchRecords) }),
	...routes(OBJECTS, '/:type/merge', { POST: write('merge', mergeOrNothing) }),
	...routes(OBJECTS, '/:type/batch/create', { POST: write('batch/create', batchCreate) }),
	...routes(OBJECTS, '/:type/batch/read', { POST: read('batch/read', batchRead) }),
	...routes(OBJECTS, '/:type/batch/update', { POST: write('batch/update', batchUpdate) }),
	...routes(OBJECTS, '/:type/batch/upsert', { POST: write('batch/upsert', batchUpsert) }),
	...routes(OBJECTS, '/:type/batch/archive', { POST: write('batch/archive', batchArchive) }),
	...routes(OBJECTS, '/:type/:id', {
		GET: read('read', readOne),
		PATCH: write('update', updateOne),
		DELETE: write('archive', archiveOne),
	}),
];
