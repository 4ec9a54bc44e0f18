import { idOf } from '../../../shared/engine/pages/keyset';
import type { JsonValue } from '../../../shared/engine/types';
import type { ObjectKind } from '../../objects';
import { isMissing, readRecords } from './readRecords';
import { readMatched, RECORD_ID } from './rows';
import type { Scene } from './scene';
import type { RecordWrite, Row, Settle } from './write';

/**
 * Records that HubSpot creates only together with an association: an upsert carries none (batch
 * upsert, 2026-08), so they are read first, and then created or updated. HubSpot itself refuses a
 * value of a unique property that another record has got in between. Undefined for other kinds.
 */
export function readFirstWrite(kind: ObjectKind): Omit<RecordWrite, 'operation'> | undefined {
	if (!kind.needsAssociation) return undefined;
	return { row: (read) => readMatched(kind, read, 'upsert', kind.unique), find };
}

async function find({ kind, context }: Scene, rows: Row[], settle: Settle): Promise<Row[]> {
	const found = new Map<Row, Row>();
	const asked = rows.map((row) => {
		const { type, key } = row.value;
		const { property = RECORD_ID, value = '' } = key ?? {};
		return { itemIndex: row.itemIndex, value: { type, property, value, properties: [] }, row };
	});
	await readRecords(context, `${kind.value}.find`, asked, ({ row }, result) => {
		if (result.ok) found.set(row, changed(row, result.data));
		else if (!isMissing(result.failure)) settle(row, result);
		else found.set(row, { ...row, value: { ...row.value, how: 'create' } });
	});
	return rows.flatMap((row) => found.get(row) ?? []);
}

function changed(row: Row, record: { [key: string]: JsonValue | undefined }): Row {
	const key = { property: RECORD_ID, value: idOf({ id: record.id ?? null }) ?? '' };
	return { ...row, value: { ...row.value, how: 'update', key } };
}
