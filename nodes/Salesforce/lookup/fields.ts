import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { usualFields } from '../objects';
import { holdsNumbers, isKey, type FieldDefinition, type ObjectDefinition } from './describe';
import { objectInEditor } from './objectInEditor';

/** How the fields are used. */
type Use = 'create' | 'update' | 'createOrUpdate';

/** The fields that can be written, for the field mapper of an operation. Formulas are left out. */
export async function getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const { lookup, object } = await objectInEditor(this);
	if (!object) return { fields: [], emptyFieldsNotice: 'Choose an object first' };
	const use = useOf(lookup.read.text('operation'), lookup.read.text('bulkOperation'));
	const match = use === 'createOrUpdate' ? usualKey(object) : undefined;
	const usual = usualFields(object.name);
	const fields = object.fields
		.filter((field) => isWritable(field, use))
		.map((field) => mapperField(field, { use, match, usual }))
		.sort((a, b) => placeOf(a, usual, match) - placeOf(b, usual, match) || byName(a, b));
	return { fields: use === 'update' ? [recordIdField, ...fields] : fields };
}

const BULK_USES: Record<string, Use> = {
	insert: 'create',
	update: 'update',
	upsert: 'createOrUpdate',
};

function useOf(operation: string, bulkOperation: string): Use {
	if (operation === 'ingest') return BULK_USES[bulkOperation] ?? 'createOrUpdate';
	return operation === 'update' || operation === 'createOrUpdate' ? operation : 'create';
}

const recordIdField: ResourceMapperField = {
	id: 'Id',
	displayName: 'Record ID',
	defaultMatch: true,
	canBeUsedToMatch: true,
	required: false,
	display: true,
	type: 'string',
};

/** Fields that say what Salesforce works out by itself are neither createable nor updateable. */
function isWritable({ createable, updateable, calculated, name }: FieldDefinition, use: Use) {
	if (calculated || name === 'Id') return false;
	if (use === 'update') return updateable;
	return use === 'create' ? createable : createable || updateable;
}

/** What an upsert goes by at first: an external ID, before what is only looked up like one. */
function usualKey({ fields }: ObjectDefinition): string | undefined {
	const keys = fields.filter(isKey);
	return (keys.find(({ externalId, unique }) => externalId && unique) ?? keys[0])?.name;
}

interface Shown {
	use: Use;
	match: string | undefined;
	usual: string[];
}

function mapperField(field: FieldDefinition, { use, match, usual }: Shown): ResourceMapperField {
	const { name, label } = field;
	const required = field.required && use === 'create';
	const options = optionsOf(field);
	return {
		id: name,
		displayName: label === name ? name : `${label} (${name})`,
		defaultMatch: name === match,
		canBeUsedToMatch: use === 'createOrUpdate' && isKey(field),
		required,
		display: true,
		removed: !required && !usual.includes(name) && name !== match,
		type: typeOf(field, options),
		...(options.length > 0 ? { options } : {}),
	};
}

/** Several values at once are a text with semicolons, or a list by an expression. */
function optionsOf({ type, options }: FieldDefinition): INodePropertyOptions[] {
	return type === 'picklist' ? options.map(({ label, value }) => ({ name: label, value })) : [];
}

function typeOf(field: FieldDefinition, options: INodePropertyOptions[]): FieldType {
	const { type } = field;
	if (options.length > 0) return 'options';
	if (type === 'boolean') return 'boolean';
	if (holdsNumbers(field)) return 'number';
	return type === 'date' || type === 'datetime' ? 'dateTime' : 'string';
}

/** What records are matched by comes first, then those that are shown at once. */
function placeOf(
	{ id, removed }: ResourceMapperField,
	usual: string[],
	match: string | undefined,
): number {
	if (id === match) return -1;
	const place = usual.indexOf(id);
	return place >= 0 ? place : removed ? usual.length + 1 : usual.length;
}

function byName(a: ResourceMapperField, b: ResourceMapperField): number {
	return a.displayName.localeCompare(b.displayName);
}
