import { createHash } from 'node:crypto';
import type { JsonValue } from '../../shared/engine/types';

/** Tells pages apart by their rows; "" for no rows. */
export function fingerprintOf(rows: JsonValue[]): string {
	if (rows.length === 0) return '';
	return createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 12);
}
