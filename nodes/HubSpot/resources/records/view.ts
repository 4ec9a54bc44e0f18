import type { IDataObject } from 'n8n-workflow';
import { asObject } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { toItem, type RunContext } from '../../../shared/node/operation';
import type { ParameterReader } from '../../../shared/node/parameters';
import { readSchemas, schemaOf, schemasRequest, type Schema } from '../../lookup/schemas';
import type { ObjectKind } from '../../objects';
import { recordData } from '../../record';

/** What is asked of a record, and how it becomes an item. */
export interface View {
	/** Empty for those properties that HubSpot gives by itself. */
	properties: string[];
	toItem: (record: JsonValue) => IDataObject;
}

/** An item has ten fields at most: ID, these, and when it was made and changed. */
const MOST_SIMPLE = 7;

/** The view that an item asks for. `schemas`: of custom objects, whose usual properties they tell. */
export function readView(
	{ simple: usual }: ObjectKind,
	read: ParameterReader,
	type: string,
	schemas: Schema[],
): View {
	const asked = [...new Set(read.names('propertiesToReturn'))];
	if (!read.flag('simplify')) return { properties: asked, toItem: (record) => raw(record, asked) };
	if (asked.length > 0) {
		return {
			properties: asked,
			toItem: (record) => ({ id: idIn(record), ...valuesOf(record, asked) }),
		};
	}
	const simple = (schemaOf(schemas, type)?.simple ?? usual).slice(0, MOST_SIMPLE);
	return {
		properties: simple,
		toItem: (record) => {
			const { createdAt, updatedAt } = asObject(record);
			const own = valuesOf(record, simple);
			return toItem({ id: idIn(record), ...own, createdAt, updatedAt });
		},
	};
}

/** The custom objects of the account, where a simplified record of them is asked for. */
export async function loadSchemas(
	{ path }: ObjectKind,
	{ client, facts, itemIndexes, reader }: RunContext,
): Promise<Schema[]> {
	const wants = (itemIndex: number) => {
		const read = reader(itemIndex);
		return read.flag('simplify') && read.names('propertiesToReturn').length === 0;
	};
	if (path !== '' || !itemIndexes.some(wants)) return [];
	const answer = await client.send(schemasRequest(facts));
	return answer.ok ? readSchemas(answer.data) : [];
}

function raw(record: JsonValue, asked: string[]): IDataObject {
	const data = recordData(record);
	return toItem(asked.length === 0 ? data : { ...data, properties: valuesOf(record, asked) });
}

function idIn(record: JsonValue): string {
	return String(asObject(record).id ?? '');
}

/** These properties of a record; null for those that it does not have. */
export function valuesOf(record: JsonValue, names: string[]): { [name: string]: string | null } {
	const held = asObject(asObject(record).properties);
	return Object.fromEntries(
		names.map((name) => {
			const value = held[name];
			return [name, value === undefined || value === null ? null : String(value)];
		}),
	);
}
