import { rowFailure, sendBatches, type RowResult } from '../../../shared/engine/batch';
import type { Failure } from '../../../shared/engine/client';
import type { Placed, RunContext } from '../../../shared/node/operation';
import { codeOf, typesView, type AssociationType } from '../../lookup/associationTypes';
import { isCausedByRow } from '../../objectType';
import { ASSOCIATIONS_SIZE, linkRequest, resultOf, type Ends } from '../records/associationBatch';
import { unite, type Labeled, type Typed } from './labels';
import { typesOfPair } from './pair';
import { readAssociated, Reading } from './readAssociated';

/** What an item asks for. */
export interface Asked extends Labeled {
	/** Whether labels that are not asked for are taken off. */
	replaces: boolean;
}

export type Row = Placed<Asked & Typed>;
export type Settle = (row: Row, result: RowResult) => void;

/** A row with all that its pair shall be associated by. */
interface Sent {
	row: Row;
	types: AssociationType[];
}

/** Associates pairs of records. A write names all labels of its pair: those to keep are read first. */
export class PairWriter {
	/** What pairs that were written in this run are associated by, in their direction. */
	private readonly written = new Map<string, AssociationType[]>();

	constructor(private readonly context: RunContext) {}

	/**
	 * Writes rows of different pairs. A record has one primary company at most: rows that make another
	 * one primary come last, else the label that is kept for the one before would take it back.
	 */
	async write(rows: Row[], settle: Settle): Promise<void> {
		const moving = rows.filter(mayMove);
		await this.writeTogether(
			rows.filter((row) => !mayMove(row)),
			settle,
		);
		if (moving.length === 0) return;
		await this.writeTogether(moving, settle);
		this.written.clear();
	}

	private async writeTogether(rows: Row[], settle: Settle): Promise<void> {
		const held = await this.read(rows.filter(({ value }) => keeps(value)));
		const open: Sent[] = [];
		for (const row of rows) {
			const before = held.get(row) ?? [];
			const { types } = row.value;
			if (!Array.isArray(before)) settle(row, { ok: false, failure: before });
			else if (types.every((type) => has(before, type)) && keeps(row.value)) {
				settle(row, { ok: true, data: { ...view(row, before), result: 'unchanged' } });
			} else open.push({ row, types: unite([...before, ...types]) });
		}
		await this.send(open, settle);
	}

	/** What pairs are associated by already. */
	private async read(rows: Row[]): Promise<Map<Row, AssociationType[] | Failure>> {
		const held = new Map<Row, AssociationType[] | Failure>();
		const unknown = rows.filter((row) => {
			const types = this.written.get(directionOf(row));
			if (types) held.set(row, types);
			return types === undefined;
		});
		const groups = Map.groupBy(unknown, ({ value: { from, to } }) =>
			JSON.stringify([from.type, from.id, to.type]),
		);
		const readings = [...groups.values()].flatMap((group) => {
			const [first] = group;
			return first ? [{ group, reading: readingOf(first, group) }] : [];
		});
		await readAssociated(
			this.context,
			'association.read',
			readings.map(({ reading }) => reading),
		);
		for (const { group, reading } of readings) {
			for (const row of group) {
				const types = reading.found.get(row.value.to.id);
				held.set(row, types ?? (reading.isWhole ? [] : unread(reading)));
			}
		}
		return held;
	}

	private async send(open: Sent[], settle: Settle): Promise<void> {
		const { client, facts, settings, stopped } = this.context;
		await sendBatches(client, open, {
			size: Math.min(ASSOCIATIONS_SIZE, settings.itemsPerRequest),
			inFlight: settings.inFlight,
			groupOf: ({ row: { value } }) => `${typesOfPair(value)} ${value.labels.length > 0}`,
			request: (batch) => linkRequest(batch.map(endsOf), 'association.create', facts),
			readRows: (answer, batch) => batch.map((sent) => resultOf(answer, endsOf(sent))),
			causedByRow: isCausedByRow,
			settle: (sent, result) => settle(sent.row, this.settled(sent, result)),
			stopped,
		});
	}

	private settled({ row, types }: Sent, result: RowResult): RowResult {
		if (!result.ok) {
			this.written.delete(directionOf(row));
			return { ok: false, failure: explained(result.failure, row) };
		}
		if (row.value.labels.length > 0) this.written.set(directionOf(row), types);
		this.written.delete(directionOf(row, true));
		// Only where the pair was read is it known that there was something to create.
		const told = keeps(row.value) ? { result: 'created' } : {};
		return { ok: true, data: { ...view(row, types), ...told } };
	}
}

/** Labels that are not known would be lost, so the row is not written. */
function unread({ failure }: Reading): Failure {
	const why = 'the labels that the two records have could not be read';
	return { ...(failure ?? rowFailure('incomplete', why)), processed: 'no' };
}

/** HubSpot's own labels, such as "Primary", may leave another pair when they are given to this one. */
function mayMove({ value: { types } }: Row): boolean {
	return types.some(({ category, label }) => category === 'HUBSPOT_DEFINED' && label !== null);
}

/** A label takes the place of those that are not named (associations guide, 2026-08). */
function keeps({ labels, replaces }: Asked): boolean {
	return labels.length > 0 && !replaces;
}

function has(types: AssociationType[], type: AssociationType): boolean {
	return types.some((each) => codeOf(each) === codeOf(type));
}

function directionOf({ value: { from, to } }: Row, isBack = false): string {
	return JSON.stringify(isBack ? [to, from] : [from, to]);
}

/** Reads no further than to the records that the rows are about. */
function readingOf({ value }: Row, group: Row[]): Reading {
	const wanted = group.map(({ value: { to } }) => to.id);
	return new Reading(value.from, value.to.type, (found) => wanted.every((id) => found.has(id)));
}

function endsOf({ row: { value }, types }: Sent): Ends {
	const { from, to, labels: named } = value;
	const labels = types.map(({ category, typeId }) => ({
		associationCategory: category,
		associationTypeId: typeId,
	}));
	return {
		fromType: from.type,
		fromId: from.id,
		to: { type: to.type, id: to.id, labels: named.length > 0 ? labels : [] },
	};
}

function view({ value: { from, to } }: Row, types: AssociationType[]) {
	return { fromObjectId: from.id, toObjectId: to.id, associationTypes: typesView(types) };
}

function explained(failure: Failure, { value: { from, to } }: Row): Failure {
	if (failure.reason !== 'row-rejected' && failure.status !== 400) return failure;
	const advice = `Check that both records exist: ${from.type} ${from.id} and ${to.type} ${to.id}.`;
	return { ...failure, error: { ...failure.error, advice: failure.error.advice ?? advice } };
}
