import type { INodePropertyOptions } from 'n8n-workflow';
import type { Lookup } from '../../shared/node/lookup';
import type { PropertyDefinition } from './definitions';
import { listOwners } from './owners';
import {
	DEAL_PIPELINE,
	listPipelines,
	OTHER_PIPELINE,
	pipelineChoices,
	stageChoices,
	type Pipeline,
} from './pipelines';

/** The values that can be chosen for a property; empty where any value can be entered. */
export type Choices = (definition: PropertyDefinition) => INodePropertyOptions[];

/**
 * The choices of a type's properties. Those of owners, pipelines and stages are not in the definitions,
 * or stand there without saying which pipeline a stage is of.
 */
export async function loadChoices(
	lookup: Lookup,
	type: string,
	definitions: PropertyDefinition[],
): Promise<Choices> {
	const owners = definitions.some(isOwner) ? await orNone(listOwners(lookup)) : [];
	const names = new Set(definitions.map(({ name }) => name));
	const held = [DEAL_PIPELINE, OTHER_PIPELINE].find(({ stage }) => names.has(stage));
	const pipelines = held ? await orNone<Pipeline>(listPipelines(lookup, type)) : [];
	return (definition) => {
		if (isOwner(definition)) return owners;
		if (pipelines.length > 0 && definition.name === held?.pipeline) {
			return pipelineChoices(pipelines);
		}
		if (pipelines.length > 0 && definition.name === held?.stage) return stageChoices(pipelines);
		return optionsOf(definition);
	};
}

function isOwner({ references }: PropertyDefinition): boolean {
	return references === 'OWNER';
}

/** Without the scope for them, their IDs can still be entered. */
async function orNone<Choice>(asked: Promise<Choice[]>): Promise<Choice[]> {
	try {
		return await asked;
	} catch {
		return [];
	}
}

/** Several options at once are a text with semicolons, or a list by an expression. */
function optionsOf({ fieldType, type, options }: PropertyDefinition): INodePropertyOptions[] {
	if (type !== 'enumeration' || fieldType === 'checkbox') return [];
	return options.map(({ label, value }) => ({ name: label, value }));
}
