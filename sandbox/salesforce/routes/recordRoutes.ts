import {
	createCollection,
	deleteCollection,
	updateCollection,
	upsertCollection,
} from '../collections/writeCollections';
import { readByGet, readByPost } from '../collections/readCollection';
import { basicInformation, describeObject, listObjects } from '../describe/describe';
import { deletedIds, updatedIds } from '../records/changedRecords';
import { createOne, deleteOne, readOne, updateOne } from '../records/singleRecords';
import { readByKey, upsertOne } from '../records/upsertOne';
import type { Operation, Route } from './route';
import { route } from './route';

function get(name: string, run: Operation['run']): { GET: Operation } {
	return { GET: { name, run } };
}

function json(name: string, run: Operation['run']): Operation {
	return { name, body: 'json', run };
}

export const RECORD_ROUTES: readonly Route[] = [
	route('/sobjects', get('objects', listObjects)),
	route('/sobjects/:object', {
		...get('object', basicInformation),
		POST: json('create', createOne),
	}),
	route('/sobjects/:object/describe', get('describe', describeObject)),
	route('/sobjects/:object/updated', get('updated', updatedIds)),
	route('/sobjects/:object/deleted', get('deleted', deletedIds)),
	route('/sobjects/:object/:id', {
		...get('read', readOne),
		PATCH: json('update', updateOne),
		DELETE: { name: 'delete', run: deleteOne },
	}),
	route('/sobjects/:object/:key/:value', {
		...get('readByKey', readByKey),
		PATCH: json('upsert', upsertOne),
	}),
	route('/composite/sobjects', {
		POST: json('collections/create', createCollection),
		PATCH: json('collections/update', updateCollection),
		DELETE: { name: 'collections/delete', run: deleteCollection },
	}),
	route('/composite/sobjects/:object', {
		...get('collections/read', readByGet),
		POST: json('collections/read', readByPost),
	}),
	route('/composite/sobjects/:object/:key', {
		PATCH: json('collections/upsert', upsertCollection),
	}),
];
