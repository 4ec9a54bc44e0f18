import { KeyRepeats } from '../collections/repeats';
import { recordOfRow } from '../collections/writeCollections';
import type { IncomingRow } from '../records/incomingRow';
import { splitKey, upsertRow } from '../records/upsertRow';
import type { Written } from '../records/writeRecord';
import { deleteRecord, insertRow, updateRow } from '../records/writeRecord';
import type { Writing } from '../records/writing';
import type { Field } from '../schema/field';
import { fieldNamed } from '../schema/sobjectType';

export const INGEST_OPERATIONS = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;

export type IngestOperation = (typeof INGEST_OPERATIONS)[number];

/** So many rows of a job are written as one call (Bulk API guide, how data is processed). */
const ROWS_TOGETHER = 200;

export interface RowWriter {
	operation: IngestOperation;
	/** Of an upsert. */
	by?: Field;
	writing: Writing;
}

/** Writes the rows of a job one after the other. */
export class JobRows {
	private done = 0;
	private repeats: KeyRepeats | undefined;

	constructor(private readonly writer: RowWriter) {}

	write(row: IncomingRow): Written {
		const { operation, by, writing } = this.writer;
		if (operation === 'insert') return insertRow(writing, row);
		if (operation === 'upsert' && by !== undefined) {
			if (this.done % ROWS_TOGETHER === 0) this.repeats = new KeyRepeats(by);
			this.done++;
			this.repeats?.refuse(row);
			return upsertRow(writing, row, by);
		}
		const id = fieldNamed(row.type, 'Id');
		if (id === undefined) throw new Error(`${row.type.name} has no Id`);
		const { value, rest } = splitKey(row, id);
		const record = recordOfRow(writing.org, value, row.type);
		if (operation === 'update') return updateRow(writing, record, rest);
		return deleteRecord(writing, record, operation === 'hardDelete' ? 'erase' : 'delete');
	}
}
