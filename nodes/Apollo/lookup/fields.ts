import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { asObject, asText, recordsOf } from '../../shared/engine/body';
import type { JsonValue } from '../../shared/engine/types';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import type { RecordField, RecordKind, Use } from '../records/kinds';
import { withoutKind } from '../records/values';
import { wholeRequest } from '../resources/team';
import { apolloAccess } from '../vendor';
import { kindInEditor, listStages, listUsers } from './choices';

/** The fields that the chosen operation may set, for its field mapper: those of the team come last. */
export async function getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const lookup = await openLookup(this, apolloAccess);
	const kind = kindInEditor(lookup);
	const uses = usesInEditor(lookup, kind);
	const own = kind.fields.filter((field) => field.uses.some((use) => uses.includes(use)));
	const isNew = !uses.includes('update');
	const [owners, stages] = await Promise.all([
		orNone(own, 'owners', async () => await listUsers(lookup)),
		orNone(own, 'stages', async () => await listStages(lookup, kind)),
	]);
	const known = own.map((field) => fieldOf(field, { owners, stages }, isNew));
	return { fields: [...known, ...(await customFields(lookup, kind))] };
}

function usesInEditor({ read }: Lookup, { value }: RecordKind): Use[] {
	if (read.text('operation') === 'update') return ['bulkUpdate', 'update'];
	const isSingle = value === 'deal' || read.text('ifExists') === 'update';
	return [isSingle ? 'create' : 'bulkCreate'];
}

/** A key without access to users or stages still lets their IDs be entered. */
async function orNone(
	own: RecordField[],
	of: RecordField['of'],
	list: () => Promise<INodePropertyOptions[]>,
): Promise<INodePropertyOptions[]> {
	if (!own.some((field) => field.of === of)) return [];
	try {
		return await list();
	} catch {
		return [];
	}
}

function fieldOf(
	{ name, label, type = 'string', of, shown = false, required = false }: RecordField,
	choices: Record<'owners' | 'stages', INodePropertyOptions[]>,
	isNew: boolean,
): ResourceMapperField {
	const options = of ? choices[of] : [];
	return {
		id: name,
		displayName: label,
		defaultMatch: false,
		canBeUsedToMatch: false,
		required: required && isNew,
		display: true,
		removed: !shown,
		type: options.length > 0 ? 'options' : type,
		...(options.length > 0 ? { options } : {}),
	};
}

/** Fields that the team has made (get a list of fields, 2026-08): none where the key may not see them. */
async function customFields({ get }: Lookup, { modality }: RecordKind) {
	try {
		const data = await get(wholeRequest('fields/index', '/fields', { source: 'custom' }));
		return recordsOf(data, 'fields')
			.filter((field) => asObject(field).modality === modality)
			.map(customField)
			.sort((a, b) => a.displayName.localeCompare(b.displayName));
	} catch {
		return [];
	}
}

function customField(field: JsonValue): ResourceMapperField {
	const { id, label, type } = asObject(field);
	const whole = asText(id) ?? '';
	return {
		id: withoutKind(whole),
		displayName: asText(label) ?? whole,
		defaultMatch: false,
		canBeUsedToMatch: false,
		required: false,
		display: true,
		removed: true,
		type: TYPES[asText(type) ?? ''] ?? 'string',
	};
}

const TYPES: Record<string, FieldType> = {
	boolean: 'boolean',
	date: 'dateTime',
	datetime: 'dateTime',
	number: 'number',
};
