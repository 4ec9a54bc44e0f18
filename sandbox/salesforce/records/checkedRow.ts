import { Refused } from '../refusals';
import type { Field, FieldValue, FieldValues } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import type { IncomingRow, ParentLink } from './incomingRow';
import { checkedValue } from './valueCheck';
import type { Org } from './org';

function refuseUnwritable(row: IncomingRow, flag: 'createable' | 'updateable'): void {
	const fields = [...row.values, ...row.links].map(({ field }) => field);
	const barred = fields.filter((field) => !field[flag]).map(({ name }) => name);
	if (barred.length === 0) return;
	throw new Refused(
		'INVALID_FIELD_FOR_INSERT_UPDATE',
		`Unable to create/update fields: ${barred.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
		{ fields: barred },
	);
}

function linkedId(org: Org, { parent, by, value }: ParentLink): string {
	const store = org.storeOf(parent);
	const found = store.index.find(by, value);
	const [first] = found;
	if (first !== undefined && found.length === 1) return first.id;
	const what =
		found.length > 1
			? `Foreign key external ID: ${String(value)} matches more than one record`
			: `Foreign key external ID: ${String(value).toLowerCase()} not found`;
	throw new Refused('INVALID_FIELD', `${what} for field ${by.name} in entity ${parent.name}`, {
		fields: [],
	});
}

function refuseMissingParent(org: Org, field: Field, value: FieldValue): void {
	if (field.type !== 'reference' || value === null) return;
	const parent = org.find(String(value));
	if (parent !== undefined && !parent.deleted) return;
	throw new Refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', {
		fields: [field.name],
	});
}

function refuseMissing(type: SobjectType, missing: readonly Field[]): void {
	if (missing.length === 0) return;
	const names = missing.map(({ name }) => name);
	throw new Refused(
		'REQUIRED_FIELD_MISSING',
		`Required fields are missing: [${names.join(', ')}]`,
		{
			fields: names,
		},
	);
}

function isRequired({ nillable, createable, defaultedOnCreate }: Field): boolean {
	return !nillable && createable && !defaultedOnCreate;
}

/** What a row writes, each value checked and each parent found. */
export function checkedRow(
	org: Org,
	row: IncomingRow,
	flag: 'createable' | 'updateable',
): Record<string, FieldValue> {
	refuseUnwritable(row, flag);
	const values: Record<string, FieldValue> = {};
	for (const { field, value } of row.values) {
		const checked = checkedValue(field, value);
		refuseMissingParent(org, field, checked);
		values[field.name] = checked;
	}
	for (const link of row.links) values[link.field.name] = linkedId(org, link);
	const emptied = row.type.fields.filter(
		({ name, nillable }) => !nillable && values[name] === null,
	);
	refuseMissing(row.type, emptied);
	return values;
}

/** Everything a new record holds: what was given and what is there of itself. */
export function completedRow(
	type: SobjectType,
	given: FieldValues,
	userId: string,
): Record<string, FieldValue> {
	refuseMissing(
		type,
		type.fields.filter((field) => isRequired(field) && (given[field.name] ?? null) === null),
	);
	const initial = type.fields.flatMap(({ name, initial: value }) =>
		value === null ? [] : [[name, value] as const],
	);
	const values = { ...Object.fromEntries(initial), ...given };
	if (type.byName.has('ownerid')) values.OwnerId ??= userId;
	return values;
}

/** What no single field says: who can be a campaign's member, and only once. */
export function refuseMember(org: Org, type: SobjectType, values: FieldValues): void {
	if (type.name !== 'CampaignMember') return;
	const who = values.ContactId ?? values.LeadId ?? null;
	if (who === null) {
		const message = 'Select a lead or a contact for the campaign member.';
		throw new Refused('FIELD_INTEGRITY_EXCEPTION', message, { fields: ['LeadId', 'ContactId'] });
	}
	if (org.storeOf(type).index.holdsKeyOf(values)) {
		throw new Refused('DUPLICATE_VALUE', 'Already a campaign member.', { fields: [] });
	}
}
