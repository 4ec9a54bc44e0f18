import type { ObjectType } from '../types/objectType';
import type { PipelineDefinition } from '../types/pipelines';
import { DEAL_PIPELINES, LEAD_PIPELINES, TICKET_PIPELINES } from '../types/pipelines';

const PIPELINES: Partial<Record<string, readonly PipelineDefinition[]>> = {
	deals: DEAL_PIPELINES,
	tickets: TICKET_PIPELINES,
	leads: LEAD_PIPELINES,
};

export function pipelinesOf(type: ObjectType): readonly PipelineDefinition[] {
	return PIPELINES[type.name] ?? [];
}
