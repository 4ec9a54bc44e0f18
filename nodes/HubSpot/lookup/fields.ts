import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import { company, type ObjectKind } from '../objects';
import { RECORD_ID } from '../resources/records/rows';
import { hubSpotAccess } from '../vendor';
import { loadChoices } from './choices';
import { definitionsRequest, readDefinitions, type PropertyDefinition } from './definitions';
import { kindInEditor } from './kindInEditor';
import { readSchemas, schemaOf, schemasRequest } from './schemas';

/** How the fields are used: by which of them a record is found, and which are shown at once. */
interface Use {
	isNew: boolean;
	match?: string;
	/** Properties that records can be found by although HubSpot does not call them unique. */
	alsoMatch: string[];
	shown: string[];
	required: string[];
}

/** The properties that the account lets be written, for the field mapper of an operation. */
export async function getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const lookup = await openLookup(this, hubSpotAccess);
	const { kind, type } = kindInEditor(lookup.read);
	if (type === '') return { fields: [], emptyFieldsNotice: 'Choose an object type first' };
	const operation = lookup.read.text('operation');
	const definitions = readDefinitions(await lookup.get(definitionsRequest(lookup.facts, type)));
	const writable = definitions.filter(({ isWritable, isHidden }) => isWritable && !isHidden);
	const use = await useOf(lookup, kind, type, operation, definitions);
	const choices = await loadChoices(lookup, type, writable);
	const fields = writable
		.map((definition) => fieldOf(definition, use, choices(definition)))
		.sort(
			(a, b) => placeOf(a, use) - placeOf(b, use) || a.displayName.localeCompare(b.displayName),
		);
	return { fields: operation === 'update' ? [recordIdField, ...fields] : fields };
}

const recordIdField: ResourceMapperField = {
	id: RECORD_ID,
	displayName: 'Record ID',
	defaultMatch: true,
	canBeUsedToMatch: true,
	required: false,
	display: true,
	type: 'string',
};

async function useOf(
	lookup: Lookup,
	kind: ObjectKind,
	type: string,
	operation: string,
	definitions: PropertyDefinition[],
): Promise<Use> {
	const isNew = operation === 'create';
	const schema =
		kind.path === ''
			? schemaOf(readSchemas(await lookup.get(schemasRequest(lookup.facts))), type)
			: undefined;
	const alsoMatch = [
		...(kind.unique ? [kind.unique] : []),
		...(kind === company && operation === 'createOrUpdate' ? ['domain'] : []),
	];
	const unique = definitions.find(({ isUnique, isWritable }) => isUnique && isWritable)?.name;
	const match = alsoMatch[0] ?? unique;
	return {
		isNew,
		...(operation === 'createOrUpdate' && match ? { match } : {}),
		alsoMatch,
		shown: schema?.simple ?? kind.simple,
		required: isNew ? kind.required : [],
	};
}

function fieldOf(
	definition: PropertyDefinition,
	{ isNew, match, alsoMatch, shown, required }: Use,
	options: INodePropertyOptions[],
): ResourceMapperField {
	const { name, label, isUnique } = definition;
	const isRequired = required.includes(name);
	return {
		id: name,
		displayName: label,
		defaultMatch: name === match,
		canBeUsedToMatch: !isNew && (isUnique || alsoMatch.includes(name)),
		required: isRequired,
		display: true,
		removed: !isRequired && !shown.includes(name) && name !== match,
		type: typeOf(definition, options),
		...(options.length > 0 ? { options } : {}),
	};
}

function typeOf({ type }: PropertyDefinition, options: INodePropertyOptions[]): FieldType {
	if (options.length > 0) return 'options';
	if (type === 'bool') return 'boolean';
	if (type === 'number') return 'number';
	return type === 'date' || type === 'datetime' ? 'dateTime' : 'string';
}

/** Those shown at once come first, in their usual order. */
function placeOf({ id, removed }: ResourceMapperField, { shown, match }: Use): number {
	if (id === match) return -1;
	const place = shown.indexOf(id);
	return place >= 0 ? place : removed ? shown.length + 1 : shown.length;
}
