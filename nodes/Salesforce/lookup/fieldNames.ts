import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { isKey, type FieldDefinition } from './describe';
import { objectInEditor } from './objectInEditor';

async function choices(
	context: ILoadOptionsFunctions,
	isOffered: (field: FieldDefinition) => boolean,
): Promise<INodePropertyOptions[]> {
	const { object } = await objectInEditor(context);
	return (object?.fields ?? [])
		.filter(isOffered)
		.map(({ name, label }) => ({ name: label, value: name, description: name }))
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** All fields of the chosen object, by their labels. */
export async function getFieldNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await choices(this, () => true);
}

/** Those that conditions can be about. */
export async function getFilterFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await choices(this, ({ filterable }) => filterable);
}

/** Those that records can be sorted by. */
export async function getSortFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await choices(this, ({ sortable }) => sortable);
}

/** Those that tell records apart: external IDs, and what Salesforce looks up like one. */
export async function getKeyFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await choices(this, isKey);
}

/** The relationships by which a record belongs to others. */
export async function getRelationships(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { object } = await objectInEditor(this);
	return (object?.fields ?? [])
		.filter(({ relationshipName, createable }) => relationshipName !== '' && createable)
		.map(({ relationshipName, label, referenceTo }) => ({
			name: label,
			value: relationshipName,
			description: `${relationshipName}: ${referenceTo.join(', ')}`,
		}))
		.sort((a, b) => a.name.localeCompare(b.name));
}
