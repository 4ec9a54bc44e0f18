import { asText } from '../../shared/engine/body';
import { distinct, valueOf } from '../apiName';
import { readRecords, type Held } from '../read/readRecords';
import { fullId } from '../recordId';
import type { Scene } from '../scene';
import type { Row, Settle } from './collections';
import { parentOf, type WriteRow } from './row';

/**
 * Reads the records that rows would change and takes out what these hold already. Gives the rows that
 * are left to write; a row with nothing left is settled as "unchanged". Records that are not there yet,
 * or that are several, are left to Salesforce.
 */
export async function fillEmpty(scene: Scene, rows: Row[], settle: Settle): Promise<Row[]> {
	const left = new Map<Row, Row | undefined>();
	const toRead = rows.filter(({ value }) => value.onlyFill && value.key);
	const fields = fieldsOf(toRead);
	const asked = toRead.map((row) => ({
		row,
		itemIndex: row.itemIndex,
		value: {
			type: row.value.type,
			field: row.value.key?.field ?? '',
			value: row.value.key?.value ?? '',
			fields,
		},
	}));
	await readRecords(scene, 'record.read', asked, ({ row }, settled) => {
		if ('failure' in settled) {
			left.set(row, undefined);
			// Nothing was written, whatever became of the read.
			return settle(row, { ok: false, failure: { ...settled.failure, processed: 'no' } });
		}
		const [record, another] = settled.records;
		if (!record || another) return;
		const values = emptyOnly(row.value, record);
		const isDone = Object.keys(values).length === 0;
		left.set(row, isDone ? undefined : { ...row, value: { ...row.value, values } });
		const id = fullId(asText(record.Id) ?? '') ?? '';
		if (isDone) settle(row, { ok: true, data: { id, result: 'unchanged' } });
	});
	return rows.flatMap((row) => (left.has(row) ? (left.get(row) ?? []) : row));
}

function emptyOnly({ values }: WriteRow, record: Held): WriteRow['values'] {
	return Object.fromEntries(
		Object.entries(values).filter(([name]) => {
			const held = valueOf(record, heldIn(name));
			return held === undefined || held === null || held === '';
		}),
	);
}

/** The field of the record itself: a parent named by its external ID stands there by its ID. */
function heldIn(name: string): string {
	const { relationship, field } = parentOf(name);
	if (relationship === undefined) return field;
	// Account -> AccountId, Account__r -> Account__c (SOQL guide, relationship names, 2026-08).
	return /__r$/.test(relationship) ? relationship.replace(/__r$/, '__c') : `${relationship}Id`;
}

function fieldsOf(rows: Row[]): string[] {
	const names = rows.flatMap(({ value }) => Object.keys(value.values).map(heldIn));
	return distinct(['Id', ...names]).sort();
}
