import {
	batchArchiveAssociations,
	batchArchiveLabels,
	batchCreateDefault,
	batchCreateLabels,
	batchReadAssociations,
} from '../associations/batchAssociations';
import { createLabel, listLabels } from '../associations/associationLabels';
import {
	deleteAssociation,
	listAssociations,
	putDefault,
	putLabels,
} from '../associations/singleAssociations';
import { typeIn } from '../call';
import type { Operation, Route } from './route';
import { routes } from './route';

/** /crm/v4 and its dated forms: single pairs stand under objects, batches under associations. */
const OBJECTS = ['/crm/v4/objects', '/crm/objects/*'];
const ASSOCIATIONS = ['/crm/v4/associations', '/crm/associations/*'];

const PAIR = '/:from/:fromId/associations/:to/:toId';

/** Both sides' scopes are needed. */
function pair(name: string, side: 'read' | 'write', run: Operation['run']): Operation {
	return {
		name: `associations/${name}`,
		associates: true,
		needs: (types) => [
			typeIn({ types }, 'from').scopes[side],
			typeIn({ types }, 'to').scopes[side],
		],
		run,
	};
}

function batch(name: string, side: 'read' | 'write', run: Operation['run']): Route[] {
	const operation = pair(`batch/${name}`, side, run);
	return routes(ASSOCIATIONS, `/:from/:to/batch/${name}`, { POST: operation });
}

/** The specification of 2026-09 has the list of one record's associations no more. */
const LISTED = ['/crm/v4/objects', '/crm/objects/2026-03'];

export const ASSOCIATION_ROUTES: readonly Route[] = [
	...routes(OBJECTS, '/:from/:fromId/associations/default/:to/:toId', {
		PUT: { ...pair('default', 'write', putDefault), body: 'none' },
	}),
	...routes(OBJECTS, PAIR, {
		PUT: pair('labels', 'write', putLabels),
		DELETE: pair('delete', 'write', deleteAssociation),
	}),
	...routes(LISTED, '/:from/:fromId/associations/:to', {
		GET: pair('list', 'read', listAssociations),
	}),
	...batch('create', 'write', batchCreateLabels),
	...batch('associate/default', 'write', batchCreateDefault),
	...batch('read', 'read', batchReadAssociations),
	...batch('archive', 'write', batchArchiveAssociations),
	...batch('labels/archive', 'write', batchArchiveLabels),
	...routes([...ASSOCIATIONS, '/crm/associations/v4'], '/:from/:to/labels', {
		GET: pair('labels/list', 'read', listLabels),
		POST: pair('labels/create', 'write', createLabel),
	}),
];
