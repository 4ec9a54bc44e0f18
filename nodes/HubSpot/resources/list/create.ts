import { updateDisplayOptions } from 'n8n-workflow';
import { asObject } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import { readItems, toItem, type Operation, type RunContext } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { sendEach, type RequestPlan } from '../../../shared/node/requestOperation';
import { advisedClient } from '../../advised';
import type { Schema } from '../../lookup/schemas';
import { objectTypeField } from '../../objectType';
import { CRUD_QUOTAS } from '../../vendor';
import { readFilterBranch } from './filterBranch';
import { loadNamedSchemas, readTypeId } from './objectTypeId';
import { simplifyList } from './view';

const PROCESSING_TYPES = ['DYNAMIC', 'MANUAL', 'SNAPSHOT'];

export const create: Operation = {
	name: 'Create',
	action: 'Create a list',
	description: 'Create lists, one request for each. Names that exist are refused.',
	fields: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Trade fair visitors',
			description: 'A name that no other list of the account has',
		},
		objectTypeField('Object Type', 'objectType', 'What the list holds', 'contacts'),
		{
			displayName: 'Processing Type',
			name: 'processingType',
			type: 'options',
			default: 'MANUAL',
			options: [
				{
					name: 'Dynamic',
					value: 'DYNAMIC',
					description: 'Always the records that match the filters',
				},
				{
					name: 'Manual',
					value: 'MANUAL',
					description: 'Records are added and removed one by one, as with "List: Add Records"',
				},
				{
					name: 'Snapshot',
					value: 'SNAPSHOT',
					description: 'The records that match the filters now; then as a manual list',
				},
			],
		},
		...updateDisplayOptions({ show: { processingType: ['DYNAMIC', 'SNAPSHOT'] } }, [
			{
				displayName: 'Filter Branch',
				name: 'filterBranch',
				type: 'json',
				default: '',
				description:
					'The filters, as the <a href="https://developers.hubspot.com/docs/api-reference/latest/crm/lists/list-filters">lists API</a> describes them: an OR branch with AND branches in it',
			},
		]),
	],
	async run(context) {
		const schemas = await loadNamedSchemas(context);
		const client = advisedClient(context.client, adviceOf);
		await sendEach(
			{ ...context, client },
			await readItems(context, (read) => createPlan(read, schemas, context)),
		);
	},
};

function createPlan(
	read: ParameterReader,
	schemas: Schema[],
	{ facts, settings }: RunContext,
): RequestPlan | Problem {
	const name = read.text('name');
	if (name === '') return new Problem('Name is empty', 'Enter the name of the new list.');
	const objectTypeId = readTypeId(read, schemas);
	if (objectTypeId instanceof Problem) return objectTypeId;
	const processingType = read.text('processingType');
	if (!PROCESSING_TYPES.includes(processingType)) {
		return new Problem(
			`Processing Type is "${processingType}", which is none`,
			`Choose one from the list; expressions give ${PROCESSING_TYPES.join(', ')}.`,
		);
	}
	const filterBranch = processingType === 'MANUAL' ? undefined : readFilterBranch(read);
	if (filterBranch instanceof Problem) return filterBranch;
	if (processingType === 'DYNAMIC' && filterBranch === undefined) {
		return new Problem(
			'A dynamic list needs filters',
			'Fill Filter Branch, or choose the processing type Manual.',
		);
	}
	return {
		request: {
			operation: 'list.create',
			method: 'POST',
			path: String(facts.lists),
			body: { name, objectTypeId, processingType, filterBranch },
			// A lost answer leaves open whether the name is taken by this very list.
			safeToRepeat: settings.resendCreates,
			quotas: CRUD_QUOTAS,
			records: 1,
		},
		read: ({ data }) => {
			const list = simplifyList(asObject(asObject(data).list));
			return { items: [toItem({ ...list, result: 'created' })] };
		},
	};
}

function adviceOf({ status, error }: Failure): string | undefined {
	if (status !== 400 && status !== 409) return undefined;
	return /exist|unique|taken|duplicate/i.test(error.message)
		? 'Choose another name, or use the list that there is.'
		: 'Check Name, Object Type and, where there are some, the filters in Filter Branch.';
}
