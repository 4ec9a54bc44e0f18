import type { ParameterReader } from '../../shared/node/parameters';
import {
	activityKinds,
	contact,
	customObject,
	kindNamed,
	recordKinds,
	type ObjectKind,
} from '../objects';

/** The kind of record that the editor shows, and its type in paths; empty while none is chosen. */
export function kindInEditor(read: ParameterReader): { kind: ObjectKind; type: string } {
	const resource = read.text('resource');
	// Sequences take contacts, and no other records.
	if (resource === 'sequence') return { kind: contact, type: contact.path };
	const kind = [...recordKinds, ...activityKinds].find(({ value }) => value === resource);
	if (kind && kind.path !== '') return { kind, type: kind.path };
	const type = read.locator('objectType');
	return { kind: kind ?? kindNamed(type) ?? customObject, type };
}
