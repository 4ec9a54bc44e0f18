import type { IDataObject, INode, INodeExecutionData, INodeType } from 'n8n-workflow';
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { itemsSchema, mergeSchemas, type Schema } from './jsonSchema';

/** Where `npm run docs` has the items of the tests collected, one line of JSON for each run. */
const OBSERVED = process.env.GTM_OBSERVED;

/** What one run of an operation has given. */
export interface Observed {
	/** Of the schema, below the root of the project. */
	file: string;
	schema: Schema;
}

/**
 * Compares the items of a test "<Resource>: <Operation> success …" with the output schema that the
 * editor shows for the operation. Fields that a user asks for are not part of it.
 */
export function checkSchema(
	node: INodeType,
	parameters: INode['parameters'],
	items: INodeExecutionData[] = [],
): void {
	const file = schemaFile(node, parameters);
	if (file === undefined || items.length === 0 || !isUsual(parameters)) return;
	const schema = itemsSchema(items.map(({ json }) => json));
	if (OBSERVED !== undefined) {
		mkdirSync(OBSERVED, { recursive: true });
		const observed: Observed = { file, schema };
		appendFileSync(join(OBSERVED, `${process.pid}.jsonl`), `${JSON.stringify(observed)}\n`);
		return;
	}
	// An operation that has none yet: the page docs/operations.md cannot be made without it.
	if (!existsSync(file)) return;
	const known = JSON.parse(readFileSync(file, 'utf8')) as Schema;
	// Where this fails, the items are others than the editor shows: look at them, then "npm run docs".
	expect(mergeSchemas(known, schema)).toEqual(known);
}

function isUsual({ simplify, propertiesToReturn, fieldsToReturn = [] }: IDataObject): boolean {
	const isChosen = String(fieldsToReturn) !== '';
	return simplify !== false && propertiesToReturn === undefined && !isChosen;
}

/** Operations whose items hold what the user's own API, query or table has: nobody knows that before. */
const OWN_FIELDS: Record<string, RegExp> = {
	apiRequest: /./,
	clay: /^table\./,
	salesforce: /^(record\.get|query\.|bulkJob\.(get|query)$)/,
};

/** Undefined outside of a test of the operation's success. */
function schemaFile(node: INodeType, { resource, operation }: IDataObject): string | undefined {
	const title = expect.getState().currentTestName ?? '';
	const resourceName = optionName(node, 'resource', resource);
	const operationName = optionName(node, 'operation', operation, resource);
	if (!title.startsWith(`${resourceName}: ${operationName} success`)) return undefined;
	const own = OWN_FIELDS[node.description.name];
	if (own?.test(`${String(resource)}.${String(operation)}`)) return undefined;
	const [source] = globSync(`nodes/*/${node.constructor.name}.node.ts`);
	if (source === undefined) return undefined;
	const parts = ['__schema__', 'v1.0.0', String(resource), `${String(operation)}.json`];
	return join(dirname(source), ...parts);
}

function optionName(
	{ description }: INodeType,
	name: string,
	value: unknown,
	resource?: unknown,
): string {
	const field = description.properties.find(
		(each) =>
			each.name === name &&
			(resource === undefined ||
				each.displayOptions?.show?.resource?.some((shown) => shown === resource)),
	);
	const option = field?.options?.find((each) => 'value' in each && each.value === value);
	return option?.name ?? '';
}
