import type { OrderByClause, Query } from '@jetstreamapp/soql-parser-js';

import type { Org } from '../records/org';
import type { StoredRecord } from '../records/storedRecord';
import { Refused } from '../refusals';
import type { FieldValue } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import { sobjectNamed } from '../schema/sobjects';
import { compared } from './comparison';
import { conditionTest } from './condition';
import type { FieldPath, PathReader } from './fieldPath';
import { pathReader, valueAt } from './fieldPath';
import { comparable } from './literals';
import { isCount, selectionOf } from './selection';
import { notServed, parsedSoql } from './soql';

/** Rows that OFFSET can skip (SOQL and SOSL reference, OFFSET). */
const MAX_OFFSET = 2000;

export interface Found {
	type: SobjectType;
	records: StoredRecord[];
	/** Empty where only the number was asked for. */
	paths: FieldPath[];
}

interface Order {
	path: FieldPath;
	sign: 1 | -1;
	nullsLast: boolean;
}

function orderOf(pathOf: PathReader, clause: OrderByClause): Order {
	if (!('field' in clause)) throw notServed('A function in ORDER BY');
	const path = pathOf(clause.field);
	if (!path.field.sortable) {
		const message = `field '${path.field.name}' can not be sorted in a query call`;
		throw new Refused('INVALID_FIELD', message);
	}
	const sign = clause.order === 'DESC' ? -1 : 1;
	return { path, sign, nullsLast: clause.nulls === 'LAST' };
}

function ranked(one: FieldValue, other: FieldValue, { sign, nullsLast }: Order): number {
	if (one === null || other === null) {
		const first = Number(other === null) - Number(one === null);
		return nullsLast ? -first : first;
	}
	return sign * compared(one, other);
}

function sorted(org: Org, records: StoredRecord[], orders: readonly Order[]): StoredRecord[] {
	if (orders.length === 0) return records;
	const keyed = records.map((record) => ({
		record,
		keys: orders.map(({ path }) => comparable(path.field, valueAt(org, record, path))),
	}));
	keyed.sort((one, other) => {
		for (const [place, order] of orders.entries()) {
			const rank = ranked(one.keys[place] ?? null, other.keys[place] ?? null, order);
			if (rank !== 0) return rank;
		}
		return 0;
	});
	return keyed.map(({ record }) => record);
}

function typeOf({ sObject = '' }: Query): SobjectType {
	const type = sobjectNamed(sObject);
	if (type !== undefined) return type;
	throw new Refused(
		'INVALID_TYPE',
		`sObject type '${sObject}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
	);
}

/** The first compound field among those selected, such as MailingAddress. */
export function compoundOf(paths: readonly FieldPath[]): FieldPath | undefined {
	return paths.find(({ field }) => field.type === 'address');
}

/** Runs a statement; deleted records come along where `withDeleted` says so. */
export function found(org: Org, soql: string, withDeleted: boolean): Found {
	const query = parsedSoql(soql);
	const type = typeOf(query);
	const { where, orderBy, limit, offset = 0 } = query;
	if (offset > MAX_OFFSET) {
		const message = `Maximum SOQL offset allowed is ${MAX_OFFSET}`;
		throw new Refused('NUMBER_OUTSIDE_VALID_RANGE', message);
	}
	const pathOf = pathReader(type, query.sObjectAlias);
	const paths = isCount(query) ? [] : selectionOf({ type, pathOf, query });
	const test = conditionTest(org, pathOf, where);
	const clauses = orderBy === undefined ? [] : [orderBy].flat();
	const orders = clauses.map((clause) => orderOf(pathOf, clause));
	const store = org.storeOf(type);
	const candidates = withDeleted ? store.all() : store.alive();
	const records = sorted(org, candidates.filter(test), orders);
	const end = limit === undefined ? undefined : offset + limit;
	return { type, records: records.slice(offset, end), paths };
}
