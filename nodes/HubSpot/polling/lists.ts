import type { IDataObject } from 'n8n-workflow';
import { idOf } from '../../shared/engine/pages/keyset';
import { Problem } from '../../shared/node/parameters';
import type { OpenPoll, PollingTrigger, PollList } from '../../shared/node/polling/trigger';
import { readSchemas, schemasRequest, type Schema } from '../lookup/schemas';
import { company, contact, deal, ticket, type ObjectKind } from '../objects';
import { readView } from '../resources/records/view';
import { hubSpotAccess } from '../vendor';
import { readChoice } from './choice';
import { changesIn } from './history';
import { timeOf } from './pages';
import { SAMPLED, timedList, type Scene } from './timedList';

/** The polling trigger of HubSpot: what was created, and what has changed. */
export const hubSpotPolling: PollingTrigger = { access: hubSpotAccess, lists };

async function lists(open: OpenPoll): Promise<PollList[] | Problem> {
	const choice = readChoice(open.read);
	if (choice instanceof Problem) return choice;
	const { kind, type, created, updated, watched } = choice;
	const view = readView(kind, open.read, type, await schemasOf(open, kind));
	if (open.read.problem) return open.read.problem;
	const scene: Scene = { open, choice, view };
	return [
		...(created ? [createdList(scene)] : []),
		...(updated || watched.length > 0 ? [changedList(scene)] : []),
	];
}

/** Custom objects: which of their properties people know them by. */
async function schemasOf(
	{ client, facts, read }: OpenPoll,
	{ path }: ObjectKind,
): Promise<Schema[]> {
	const isUsual = read.flag('simplify') && read.names('propertiesToReturn').length === 0;
	if (path !== '' || !isUsual) return [];
	const answer = await client.send(schemasRequest(facts));
	return answer.ok ? readSchemas(answer.data) : [];
}

/** Kinds whose creation HubSpot dates "createdate"; the others have "hs_createdate" (object APIs, 2026-08). */
const WITH_CREATEDATE = new Set([contact, company, deal, ticket]);

function creationOf(kind: ObjectKind): string {
	return WITH_CREATEDATE.has(kind) ? 'createdate' : 'hs_createdate';
}

function createdList(scene: Scene): PollList {
	const { view, choice } = scene;
	const time = creationOf(choice.kind);
	return timedList(scene, {
		name: 'created',
		time,
		histories: [],
		// A record is created once, whatever becomes of its date.
		keyOf: idOf,
		eventsOf: (record, row) => [
			{ time: timeOf(row, time) ?? 0, item: withEvent('created', view.toItem(record)) },
		],
		nothing: nothingOf(choice.kind),
	});
}

/**
 * One reading for updates and new values, since both show themselves in the time of the last change.
 * A record that is as it was created has not been updated.
 */
function changedList(scene: Scene): PollList {
	const { view, choice } = scene;
	const { kind, watched, updated } = choice;
	const time = kind.lastModified;
	return timedList(scene, {
		name: 'changed',
		time,
		histories: watched,
		keyOf: (row) => `${idOf(row) ?? ''} ${timeOf(row, time) ?? ''}`,
		eventsOf: (record, row) => {
			const item = view.toItem(record);
			const changes = changesIn(record, watched).map(({ key, time: at, shown }) => ({
				key,
				time: at,
				item: withEvent('propertyChanged', { change: shown, ...item }),
			}));
			const changed = timeOf(row, time) ?? 0;
			const isUpdate = updated && changed !== timeOf(row, creationOf(kind));
			return isUpdate ? [...changes, { time: changed, item: withEvent('updated', item) }] : changes;
		},
		nothing: updated ? nothingOf(kind) : noValueOf(kind, watched),
	});
}

function nothingOf({ one, many }: ObjectKind): Problem {
	return new Problem(
		`There are no ${many} that could be shown`,
		`Create or change a ${one} in HubSpot, and try again.`,
	);
}

function noValueOf({ one, many }: ObjectKind, watched: string[]): Problem {
	return new Problem(
		`None of the ${SAMPLED} ${many} that changed last has had a value of ${watched.join(', ')}`,
		`Check the internal names of the properties, or give a ${one} a value in HubSpot, and try again.`,
	);
}

/** What starts the workflow stands first, and in the place of a property of that name. */
function withEvent(event: string, item: IDataObject): IDataObject {
	return Object.assign({ event }, item, { event });
}
