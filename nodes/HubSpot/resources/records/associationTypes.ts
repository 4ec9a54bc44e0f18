import type { Failure } from '../../../shared/engine/client';
import { contact, kindNamed, lead } from '../../objects';
import { KnownTypes } from '../association/labels';
import type { Association } from './readAssociations';
import type { Scene } from './scene';

type Label = Association['labels'][number];

/** What a lead needs is a primary contact (leads guide, 2026-08). */
const PRIMARY_CONTACT: Label = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 };

/** The associations without a label that new records are given, each pair of types read once. */
export class PlainTypes {
	private readonly known: KnownTypes;

	constructor({ context }: Scene) {
		this.known = new KnownTypes(context);
	}

	/** The type of the association without a label; undefined where the two types have none. */
	async between(from: string, to: string): Promise<Label | Failure | undefined> {
		if (kindNamed(from) === lead && kindNamed(to) === contact) return PRIMARY_CONTACT;
		const types = await this.known.between(from, to);
		if (!Array.isArray(types)) return types;
		const plain = types.find(({ label }) => label === null);
		return plain && { associationCategory: plain.category, associationTypeId: plain.typeId };
	}
}
