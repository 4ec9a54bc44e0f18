import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Call } from '../call';
import { paramIn, typeIn } from '../call';
import { objectNotFound } from '../refusals';
import type { PipelineDefinition, StageDefinition } from '../types/pipelines';
import { pipelinesOf } from './pipelineList';

const MADE = {
	createdAt: '2025-01-06T09:00:00.000Z',
	updatedAt: '2025-01-06T09:00:00.000Z',
	archived: false,
};

function stageView(stage: StageDefinition, displayOrder: number): JsonObject {
	return { ...stage, displayOrder, writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT', ...MADE };
}

function pipelineView(pipeline: PipelineDefinition, displayOrder: number): JsonObject {
	return { ...pipeline, displayOrder, stages: pipeline.stages.map(stageView), ...MADE };
}

function pipelineIn(call: Call): [pipeline: PipelineDefinition, displayOrder: number] {
	const all = pipelinesOf(typeIn(call));
	const place = all.findIndex(({ id }) => id === paramIn(call, 'pipeline'));
	const pipeline = all[place];
	if (pipeline === undefined) throw objectNotFound();
	return [pipeline, place];
}

function answer(value: unknown): VendorAnswer {
	return jsonAnswer(200, value, { applied: true });
}

/** Deals, tickets and leads have pipelines; the other types have none. */
export function listPipelines(call: Call): VendorAnswer {
	return answer({ results: pipelinesOf(typeIn(call)).map(pipelineView) });
}

export function readPipeline(call: Call): VendorAnswer {
	return answer(pipelineView(...pipelineIn(call)));
}

export function listStages(call: Call): VendorAnswer {
	const [pipeline] = pipelineIn(call);
	return answer({ results: pipeline.stages.map(stageView) });
}

export function readStage(call: Call): VendorAnswer {
	const [{ stages }] = pipelineIn(call);
	const place = stages.findIndex(({ id }) => id === paramIn(call, 'stage'));
	const stage = stages[place];
	if (stage === undefined) throw objectNotFound();
	return answer(stageView(stage, place));
}
