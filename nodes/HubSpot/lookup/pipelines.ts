import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { asArray, asObject, asText } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import type { Facts } from '../../shared/node/operation';
import type { Entry } from '../entryView';
import { CRUD_QUOTAS, hubSpotAccess } from '../vendor';
import { kindInEditor } from './kindInEditor';
import { matching } from './matching';

/** A pipeline and its stages, in the order that the account gives them. */
export interface Pipeline {
	id: string;
	label: string;
	stages: Array<{ id: string; label: string }>;
}

/** The properties that hold a record's pipeline and its stage: deals have names of their own. */
export const DEAL_PIPELINE = { pipeline: 'pipeline', stage: 'dealstage' };
export const OTHER_PIPELINE = { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' };

/** All pipelines of a type; this list has no pages (pipelines API, 2026-08). */
export function pipelinesRequest({ pipelines }: Facts, type: string): ApiRequest {
	return {
		operation: 'pipeline.getAll',
		method: 'GET',
		path: `${pipelines}/${encodeURIComponent(type)}`,
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
	};
}

/** The entries of a list of pipelines or stages in the order of the account. */
export function inOrder(list: JsonValue | undefined): Entry[] {
	const placeOf = ({ displayOrder }: Entry) => Number(displayOrder ?? 0);
	return asArray(list)
		.map(asObject)
		.sort((a, b) => placeOf(a) - placeOf(b));
}

/** The pipelines that can be chosen. */
export async function listPipelines({ facts, get }: Lookup, type: string): Promise<Pipeline[]> {
	const { results } = asObject(await get(pipelinesRequest(facts, type)));
	return inOrder(results)
		.filter(({ archived }) => archived !== true)
		.map((pipeline) => ({
			...named(pipeline),
			stages: inOrder(pipeline.stages)
				.filter(({ archived }) => archived !== true)
				.map(named),
		}));
}

function named({ id, label }: Entry): { id: string; label: string } {
	const value = asText(id) ?? '';
	return { id: value, label: asText(label) ?? value };
}

/** Pipelines as choices, in their own order. */
export function pipelineChoices(pipelines: Pipeline[]): INodePropertyOptions[] {
	return pipelines.map(({ id, label }) => ({ name: label, value: id }));
}

/** Stages as choices, in their own order; with their pipeline where there are several. */
export function stageChoices(pipelines: Pipeline[]): INodePropertyOptions[] {
	return pipelines.flatMap(({ label: pipeline, stages }) =>
		stages.map(({ id, label }) => ({
			name: pipelines.length > 1 ? `${label} (${pipeline})` : label,
			value: id,
		})),
	);
}

/** The pipelines of the chosen kind. */
export async function getPipelines(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const { pipelines } = await chosen(this);
	return { results: matching(choicesOf(pipelineChoices(pipelines)), filter) };
}

/** The stages of the chosen pipeline; of all pipelines while none is chosen. */
export async function getStages(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const { pipelines, lookup } = await chosen(this);
	const pipeline = lookup.read.locator('quickFilters.pipeline');
	const own = pipelines.filter(({ id }) => pipeline === '' || id === pipeline);
	return { results: matching(choicesOf(stageChoices(own)), filter) };
}

async function chosen(context: ILoadOptionsFunctions) {
	const lookup = await openLookup(context, hubSpotAccess);
	const { type } = kindInEditor(lookup.read);
	return { lookup, pipelines: type === '' ? [] : await listPipelines(lookup, type) };
}

function choicesOf(options: INodePropertyOptions[]) {
	return options.map(({ name, value }) => ({ name, value: String(value) }));
}
