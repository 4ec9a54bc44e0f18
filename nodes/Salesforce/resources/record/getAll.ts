import { listFields } from '../../../shared/node/fields';
import { listOperation, type ListPlan } from '../../../shared/node/listOperation';
import type { Facts, Labels, Operation } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { simplifyField } from '../../../shared/node/view';
import { withDefinitions } from '../../read/objects';
import { withWideRows, type WideQueries } from '../../read/wideRows';
import { sceneOf, type Definitions } from '../../scene';
import { isTooLong } from '../../soql/addressLength';
import { conditionsField, matchField, readConditions } from '../../soql/conditions';
import { queryPages, queryRequest, readPage, recordIdIn } from '../../soql/query';
import { orderBy, readSort, sortField } from '../../soql/sort';
import { whereOf } from '../../soql/where';
import { readView } from '../../view';
import { readObjectType } from '../../write/row';
import { fieldsToReturn, objectField, withDeletedField } from './fields';

const labels: Labels = {
	name: 'Get Many',
	action: 'Get many records',
	description: 'Get all records of an object, or those that match conditions',
	fields: [
		objectField,
		...listFields,
		conditionsField,
		matchField,
		sortField,
		simplifyField,
		fieldsToReturn,
		withDeletedField,
	],
};

export const getAll: Operation = {
	...labels,
	async run(original) {
		const scene = sceneOf(original);
		const context = await withDefinitions(scene, pathsOf);
		const wide: WideQueries = new WeakMap();
		const { send } = withWideRows(context, wide);
		const { definitions } = scene;
		const plan = (read: ParameterReader, facts: Facts) =>
			listPlan({ definitions, wide }, read, facts);
		await listOperation(labels, plan).run({ ...context, client: { ...context.client, send } });
	},
};

/** Fields whose types decide how a value is written. */
function pathsOf(read: ParameterReader): string[] {
	return readConditions(read).map(({ field }) => field);
}

interface Sources {
	definitions: Definitions;
	wide: WideQueries;
}

function listPlan(
	{ definitions, wide }: Sources,
	read: ParameterReader,
	facts: Facts,
): ListPlan | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const type = readObjectType(read);
	if (type instanceof Problem) return type;
	const view = readView(read, definitions.of(type));
	if (view instanceof Problem) return view;
	const where = whereOf(read, type, definitions);
	if (where instanceof Problem) return where;
	const sort = readSort(read);
	const wrong = sort.find(({ field }) => !/^[\w.]+$/.test(field));
	if (wrong) {
		return new Problem(`"${wrong.field}" is not the API name of a field`, 'Correct it in Sort.');
	}
	const rest = `${where === '' ? '' : ` WHERE ${where}`}${orderBy(sort)}${limit === Infinity ? '' : ` LIMIT ${limit}`}`;
	const soqlOf = (fields: string[]) => `SELECT ${fields.join(', ')} FROM ${type}${rest}`;
	const withDeleted = read.flag('withDeleted');
	const operation = 'record.getAll';

	const isWide = isTooLong(soqlOf(view.fields)) && !withDeleted;
	const fields = isWide
		? view.fields.filter((name) => name === 'Id' || name.includes('.'))
		: view.fields;
	const soql = soqlOf(fields);
	if (isTooLong(soql)) {
		return new Problem(
			`The query has ${soql.length} characters, which are more than an address holds`,
			'Ask for fewer fields, or use fewer values in Conditions.',
		);
	}
	const first = queryRequest(operation, soql, facts, withDeleted);
	const apart = view.fields.filter((name) => !name.includes('.'));
	if (isWide && first.headers) wide.set(first.headers, { operation, type, fields: apart });
	return {
		limit,
		style: queryPages(first),
		read: readPage,
		keyOf: recordIdIn,
		toItem: view.toItem,
	};
}
