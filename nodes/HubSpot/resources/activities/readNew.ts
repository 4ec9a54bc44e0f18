import { systemClock } from '../../../shared/engine/clock';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { ObjectKind } from '../../objects';
import { readNew, type RecordRow } from '../records/rows';

/** An item that makes a new activity: one that names no time is of now. */
export function readNewActivity(kind: ObjectKind, read: ParameterReader): RecordRow | Problem {
	const row = readNew(kind, read);
	if (row instanceof Problem) return row;
	// HubSpot takes no activity without its place on the timeline. In milliseconds, since for a time
	// in words the properties of the account would be read (notes guide, 2026-08: either will do).
	const time = row.properties.hs_timestamp || String(systemClock.now());
	return { ...row, properties: { ...row.properties, hs_timestamp: time } };
}
