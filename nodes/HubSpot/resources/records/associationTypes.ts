import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import { contact, lead, recordKinds } from '../../objects';
import { CRUD_QUOTAS } from '../../vendor';
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
		const asked = this.asked.get(pair) ?? this.ask(pair);
		this.asked.set(pair, asked);
		return await asked;
	}

	private async ask(pair: string): Promise<Label | Failure | undefined> {
		const { client, facts } = this.scene.context;
		const answer = await client.send({
			operation: 'association.getLabels',
			method: 'GET',
			path: `${facts.associations}/${pair}/labels`,
			safeToRepeat: true,
			readOnly: true,
			quotas: CRUD_QUOTAS,
		});
		return answer.ok ? plainIn(answer.data) : answer;
	}
}

/** "0-1" and "contacts" are the same type. */
function nameOf(type: string): string {
	return recordKinds.find(({ typeId }) => typeId !== '' && typeId === type)?.path ?? type;
}

function plainIn(data: JsonValue | undefined): Label | undefined {
	const types = asArray(asObject(data).results).map(asObject);
	const plain = types.find(({ label }) => label === null || label === undefined);
	const id = Number(asText(plain?.typeId) ?? Number.NaN);
	if (!plain || !Number.isInteger(id)) return undefined;
	const category = asText(plain.category) ?? 'HUBSPOT_DEFINED';
	return { associationCategory: category, associationTypeId: id };
}
