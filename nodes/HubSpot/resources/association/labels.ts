import { rowFailure } from '../../../shared/engine/batch';
import { asObject } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import type { Placed, RunContext } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import {
	associationTypesRequest,
	codeOf,
	readAssociationTypes,
	type AssociationType,
} from '../../lookup/associationTypes';
import { typesRefused, type Pair } from './pair';

/** The association types between types of records, each pair of types read once in a run. */
export class KnownTypes {
	private readonly asked = new Map<string, Promise<AssociationType[] | Failure>>();

	constructor(private readonly context: Pick<RunContext, 'client' | 'facts'>) {}

	async between(from: string, to: string): Promise<AssociationType[] | Failure> {
		const pair = `${from} ${to}`;
		const asked = this.asked.get(pair) ?? this.ask(from, to);
		this.asked.set(pair, asked);
		return await asked;
	}

	private async ask(from: string, to: string): Promise<AssociationType[] | Failure> {
		const { client, facts } = this.context;
		const answer = await client.send(associationTypesRequest(facts, from, to));
		if (!answer.ok) return typesRefused({ ...answer, processed: 'no' }, from, to);
		return readAssociationTypes(asObject(answer.data).results);
	}
}

/** Two records, and the labels that an item names for them. */
export interface Labeled extends Pair {
	labels: string[];
}

/** The association types that an item means. */
export interface Typed extends Labeled {
	types: AssociationType[];
}

/**
 * Finds the association types that items mean; an item whose types do not fit gets its result.
 * Without labels it is the association that says no more than that the two belong together.
 */
export async function withTypes<Row extends Labeled>(
	{ client, facts, results, stopped }: RunContext,
	rows: Array<Placed<Row>>,
): Promise<Array<Placed<Row & Typed>>> {
	const known = new KnownTypes({ client, facts });
	const typed: Array<Placed<Row & Typed>> = [];
	for (const { itemIndex, value } of rows) {
		const { from, to } = value;
		const all = stopped() ? rowFailure('not-sent') : await known.between(from.type, to.type);
		if (!Array.isArray(all)) {
			results.set(itemIndex, { kind: 'failed', failure: all, items: [] });
			continue;
		}
		const types = typesFor(value, all);
		if (types instanceof Problem) results.set(itemIndex, { kind: 'bad-input', problem: types });
		else typed.push({ itemIndex, value: { ...value, types } });
	}
	return typed;
}

function typesFor(
	{ from, to, labels }: Labeled,
	all: AssociationType[],
): AssociationType[] | Problem {
	if (labels.length > 0) {
		const found = labels.map((label) => typeNamed(label, all) ?? label);
		const unknown = found.find((each) => typeof each === 'string');
		if (unknown === undefined) return unite(found.filter(isType));
		return new Problem(
			`There is no association label "${unknown}" from ${from.type} to ${to.type}`,
			choicesText(all),
		);
	}
	const plain = all.find(({ label }) => label === null);
	if (plain) return [plain];
	return new Problem(
		`There is no association without a label from ${from.type} to ${to.type}`,
		choicesText(all),
	);
}

function isType(value: AssociationType | string): value is AssociationType {
	return typeof value !== 'string';
}

/** By "USER_DEFINED:10001", by the ID alone, or by the label's name. */
function typeNamed(text: string, all: AssociationType[]): AssociationType | undefined {
	const wanted = text.toLowerCase();
	const byId = all.filter(
		(type) => codeOf(type).toLowerCase() === wanted || String(type.typeId) === wanted,
	);
	const byName = all.filter(({ label }) => label?.toLowerCase() === wanted);
	return [...byId, ...byName][0];
}

function choicesText(all: AssociationType[]): string {
	const labeled = all.filter(({ label }) => label !== null);
	const choices = labeled.map((type) => `${type.label} (${codeOf(type)})`);
	if (choices.length > 0) return `The labels between the two types: ${choices.join(', ')}.`;
	return all.length > 0
		? 'There are no labels between the two types. Leave Labels empty, or create a label in the settings of HubSpot.'
		: 'Check the two types and their direction: HubSpot knows no association between them.';
}

/** Each type once. */
export function unite(types: AssociationType[]): AssociationType[] {
	return [...new Map(types.map((type) => [codeOf(type), type])).values()];
}
