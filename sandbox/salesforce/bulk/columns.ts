import { cellValue } from '../records/fieldValue';
import type { IncomingRow, ParentLink } from '../records/incomingRow';
import { linkField, rowKey } from '../records/incomingRow';
import { Refused } from '../refusals';
import type { Field } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import { fieldNamed } from '../schema/sobjectType';
import { SpoiledUpload } from './csvText';

/** Characters of a field and of a row (Bulk API 2.0 limits, Summer '26). */
const MAX_FIELD_CHARACTERS = 32_000;
const MAX_ROW_CHARACTERS = 400_000;

/** Empties a field; an empty cell leaves it as it is. */
const NULL_CELL = '#N/A';

/** A column is a field, or a parent's external id behind `Account.Ext__c` or `Lead:Who.Ext__c`. */
type Column = { field: Field } | Omit<ParentLink, 'value'>;

function columnOf(type: SobjectType, name: string): Column {
	const field = fieldNamed(type, name);
	if (field !== undefined) return { field };
	const [, parentName, relationship = '', key = ''] =
		/^(?:([^:.]+):)?([^:.]+)\.([^:.]+)$/.exec(name) ?? [];
	const link = linkField(type, relationship, key, parentName);
	if (link === undefined) throw new SpoiledUpload(`InvalidBatch : Field name not found : ${name}`);
	if (parentName !== undefined && link.field.referenceTo.length === 1) {
		throw new SpoiledUpload(
			`InvalidBatch : type is not needed for non polymorphic foreign key: ${name}`,
		);
	}
	return link;
}

/** What the header of an upload names; a single unknown column spoils the job. */
export function columnsOf(type: SobjectType, header: readonly string[]): Column[] {
	return header.map((name) => columnOf(type, name.trim()));
}

export function keyOfCells(
	type: SobjectType,
	header: readonly string[],
	cells: readonly string[],
): string {
	const given = header.map((name, place) => [name, cells[place] ?? ''] as const);
	return rowKey(
		type,
		given.filter(([, cell]) => cell !== NULL_CELL),
	);
}

function refuseLong({ field }: Column, cell: string): void {
	if (cell.length <= MAX_FIELD_CHARACTERS) return;
	const what = `data value too large: ${cell.slice(0, 255)} (max length=${MAX_FIELD_CHARACTERS})`;
	throw new Refused('STRING_TOO_LONG', `${field.label}: ${what}`, { fields: [field.name] });
}

/** Reads one row; what it throws is the row's own affair. */
export function cellsRow(
	type: SobjectType,
	columns: readonly Column[],
	cells: readonly string[],
	key: string,
): IncomingRow {
	const row: IncomingRow = { type, values: [], links: [], key };
	if (cells.join('').length > MAX_ROW_CHARACTERS) {
		const message = `The record is longer than ${MAX_ROW_CHARACTERS} characters`;
		throw new Refused('LIMIT_EXCEEDED', message, { fields: [] });
	}
	for (const [place, column] of columns.entries()) {
		const cell = cells[place] ?? '';
		if (cell === '') continue;
		refuseLong(column, cell);
		if ('by' in column) {
			row.links.push({ ...column, value: cellValue(column.by, cell) });
			continue;
		}
		const { field } = column;
		row.values.push({ field, value: cell === NULL_CELL ? null : cellValue(field, cell) });
	}
	return row;
}
