import type { ParameterReader } from '../../shared/node/parameters';
import { activityKinds, customObject, recordKinds, type ObjectKind } from '../objects';

/** The kind of record that the editor shows, and its type in paths; empty while none is chosen. */
export function kindInEditor(read: ParameterReader): { kind: ObjectKind; type: string } {
	const resource = read.text('resource');
	const kind = [...recordKinds, ...activityKinds].find(({ value }) => value === resource);
	if (kind && kind.path !== '') return { kind, type: kind.path };
	return { kind: kind ?? customObject, type: read.locator('objectType') };
}
