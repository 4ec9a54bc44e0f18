import { asObject } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import { associationTypesRequest, readAssociationTypes } from '../../lookup/associationTypes';
import { contact, lead, recordKinds } from '../../objects';
import type { Association } from './rows';
import type { Scene } from './scene';

type Label = Association['labels'][number];

/** What a lead needs is a primary contact (leads guide, 2026-08). */
const PRIMARY_CONTACT: Label = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 };

/** The associations without a label that new records are given, each pair of types read once. */
export class PlainTypes {
	private readonly asked = new Map<string, Promise<Label | Failure | undefined>>();

	constructor(private readonly scene: Scene) {}

	/** The type of the association without a label; undefined where the two types have none. */
	async between(from: string, to: string): Promise<Label | Failure | undefined> {
		if (nameOf(from) === lead.path && nameOf(to) === contact.path) return PRIMARY_CONTACT;
		const pair = `${from}/${to}`;
		const asked = this.asked.get(pair) ?? this.ask(from, to);
		this.asked.set(pair, asked);
		return await asked;
	}

	private async ask(from: string, to: string): Promise<Label | Failure | undefined> {
		const { client, facts } = this.scene.context;
		const answer = await client.send(associationTypesRequest(facts, from, to));
		return answer.ok ? plainIn(answer.data) : answer;
	}
}

/** "0-1" and "contacts" are the same type. */
function nameOf(type: string): string {
	return recordKinds.find(({ typeId }) => typeId !== '' && typeId === type)?.path ?? type;
}

function plainIn(data: JsonValue | undefined): Label | undefined {
	const plain = readAssociationTypes(asObject(data).results).find(({ label }) => label === null);
	return plain && { associationCategory: plain.category, associationTypeId: plain.typeId };
}
