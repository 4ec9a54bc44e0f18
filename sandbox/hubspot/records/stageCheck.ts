import { propertiesRefused } from '../propertyFaults';
import { pipelinesOf } from '../settings/pipelineList';
import type { ObjectType } from '../types/objectType';

/** A stage has to be one of the pipeline the record is in. */
export function refuseForeignStage(type: ObjectType, properties: Record<string, string>): void {
	if (type.pipeline === undefined) return;
	const { property, stage } = type.pipeline;
	const pipelineId = properties[property];
	const stageId = properties[stage];
	if (pipelineId === undefined || pipelineId === '') return;
	if (stageId === undefined || stageId === '') return;
	const pipeline = pipelinesOf(type).find(({ id }) => id === pipelineId);
	const allowed = (pipeline?.stages ?? []).map(({ id }) => id);
	if (allowed.includes(stageId)) return;
	const message = `${stageId} was not one of the allowed options: [${allowed.join(', ')}]`;
	throw propertiesRefused([{ name: stage, code: 'INVALID_OPTION', message }]);
}
