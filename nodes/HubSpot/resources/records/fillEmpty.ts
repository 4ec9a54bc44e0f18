import { asObject } from '../../../shared/engine/body';
import type { BatchOptions } from '../../../shared/engine/batch';
import type { Placed } from '../../../shared/node/operation';
import { recordData } from '../../record';
import { isMissing, readRecords, type ReadRow } from './readRecords';
import { emptyOnly, type RecordRow } from './rows';
import type { Scene } from './scene';

/**
 * Reads the records that rows would change and takes out what these hold already. Gives the rows that
 * are left to write; a row with nothing left is settled as "unchanged". Records that are not there yet
 * are written in full.
 */
export async function fillEmpty(
	{ context, kind }: Scene,
	rows: Array<Placed<RecordRow>>,
	settle: BatchOptions<Placed<RecordRow>>['settle'],
): Promise<Array<Placed<RecordRow>>> {
	const names = [...new Set(rows.flatMap(({ value }) => Object.keys(value.properties)))].sort();
	const toRead = rows.filter(({ value }) => value.onlyFill && value.key && value.how !== 'create');
	const left = new Map<Placed<RecordRow>, Placed<RecordRow> | undefined>();
	const asked = toRead.map((row) => ({
		itemIndex: row.itemIndex,
		value: readRow(row.value, names),
		row,
	}));
	await readRecords(context, `${kind.value}.read`, asked, ({ row }, result) => {
		if (!result.ok) {
			if (isMissing(result.failure)) return;
			left.set(row, undefined);
			return settle(row, result);
		}
		const { value } = row;
		const properties = emptyOnly(value.properties, asObject(result.data.properties));
		const isDone = Object.keys(properties).length === 0;
		left.set(row, isDone ? undefined : { ...row, value: { ...value, properties } });
		if (isDone)
			settle(row, { ok: true, data: { ...recordData(result.data), result: 'unchanged' } });
	});
	return rows.flatMap((row) => (left.has(row) ? (left.get(row) ?? []) : row));
}

function readRow({ type, key }: RecordRow, properties: string[]): ReadRow {
	return { type, property: key?.property ?? '', value: key?.value ?? '', properties };
}
