import { recordsOf } from '../../../shared/engine/body';
import { singlePage } from '../../../shared/engine/pages/single';
import type { JsonValue } from '../../../shared/engine/types';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { simplifyField } from '../../../shared/node/view';
import { withAdvice } from '../../advised';
import { only, readEntryView, type Entry, type Simplify } from '../../entryView';
import { inOrder, pipelinesRequest } from '../../lookup/pipelines';
import { adviceOnType, objectTypeField, readObjectType } from '../../objectType';

const usualOfPipeline = only('id', 'label', 'displayOrder', 'archived', 'createdAt', 'updatedAt');
const usualInPipeline = only('id', 'label', 'displayOrder', 'metadata');

const simplifyPipeline: Simplify = (entry) => ({
	...usualOfPipeline(entry),
	stages: inOrder(entry.stages).map(usualInPipeline),
});

const simplifyStage = only(
	'id',
	'label',
	'displayOrder',
	'metadata',
	'pipelineId',
	'pipelineLabel',
	'archived',
	'createdAt',
	'updatedAt',
);

const listed = listOperation(
	{
		name: 'Get Many',
		action: 'Get many pipelines',
		description: 'Get the pipelines of a type of records, with their stages',
		fields: [
			objectTypeField('Object Type', 'objectType', 'What goes through the pipelines', 'deals'),
			...listFields.filter(({ name }) => name !== 'resumeFrom'),
			{
				displayName: 'Split Stages',
				name: 'splitStages',
				type: 'boolean',
				default: false,
				description: 'Whether to return one item for each stage instead of one for each pipeline',
			},
			simplifyField,
		],
	},
	(read, facts) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const type = readObjectType(read, 'objectType', 'Object Type');
		if (type instanceof Problem) return type;
		const splits = read.flag('splitStages');
		return {
			limit,
			style: singlePage(pipelinesRequest(facts, type)),
			read: (data) => {
				const pipelines = inOrder(recordsOf(data, 'results'));
				return { rows: splits ? pipelines.flatMap(stagesOf) : pipelines };
			},
			toItem: readEntryView(read, splits ? simplifyStage : simplifyPipeline),
		};
	},
);

function stagesOf({ id, label, stages }: Entry): JsonValue[] {
	return inOrder(stages).map((each) => ({ ...each, pipelineId: id, pipelineLabel: label }));
}

export const getAll = withAdvice(listed, adviceOnType);
