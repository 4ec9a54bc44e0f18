import type { INodeProperties } from 'n8n-workflow';
import { asObject } from '../../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import type { Facts } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { readLargestAnswer } from '../../safety';
import { templateOf } from '../rest/request';
import { splitUrl } from '../../url';
import { readHeaders, readJson } from '../../values';
import { QUOTAS } from '../../vendor';

/** What every GraphQL request has. */
export const graphqlFields: INodeProperties[] = [
	{
		displayName: 'Endpoint',
		name: 'url',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://api.example.com/graphql',
		description: 'The whole address, or the path behind the base URL of the credential',
	},
	{
		displayName: 'Query',
		name: 'query',
		type: 'string',
		typeOptions: { rows: 8 },
		default: '',
		required: true,
		placeholder: 'e.g. query People($after: String) { people(first: 100, after: $after) { … } }',
	},
	{
		displayName: 'Variables',
		name: 'variables',
		type: 'json',
		typeOptions: { rows: 3 },
		default: '{}',
		description: 'Values for the variables of the query, also out of the item',
	},
	{
		displayName: 'Operation Name',
		name: 'operationName',
		type: 'string',
		default: '',
		description: 'Which operation to run, where the query holds several',
	},
];

/** The request of a query or a mutation. */
export function readGraphql(
	read: ParameterReader,
	{ baseUrl = '' }: Facts,
	operation: string,
): ApiRequest | Problem {
	const address = splitUrl(read.text('url'), baseUrl);
	if (address instanceof Problem) return address;
	const headers = readHeaders(read);
	if (headers instanceof Problem) return headers;
	const maxAnswerBytes = readLargestAnswer(read);
	if (maxAnswerBytes instanceof Problem) return maxAnswerBytes;
	const query = read.text('query');
	if (query === '') return new Problem('Query is empty', 'Enter a GraphQL query or mutation.');
	const variables = readJson(read, 'variables', 'Variables');
	if (variables instanceof Problem) return variables;
	if (variables !== undefined && !isObject(variables)) {
		return new Problem('Variables are no JSON object', 'Begin with { and end with }.');
	}
	const operationName = read.text('operationName');
	const kind = kindOf(query, operationName);
	if (kind === 'subscription') {
		return new Problem('A subscription has no single answer', 'Use a query or a mutation.');
	}
	const body: { [key: string]: JsonValue } = { query };
	if (variables !== undefined) body.variables = asObject(variables) as JsonValue;
	if (operationName !== '') body.operationName = operationName;
	return {
		operation,
		method: 'POST',
		...address,
		pathTemplate: templateOf(read.raw('url'), address.path),
		headers,
		body,
		safeToRepeat: kind === 'query',
		readOnly: kind === 'query',
		maxAnswerBytes,
		quotas: QUOTAS,
	};
}

function isObject(value: JsonValue): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a document does: its only operation, or the named one. */
export function kindOf(document: string, name: string): 'query' | 'mutation' | 'subscription' {
	const plain = withoutTexts(document);
	const operations = [...operationsOf(plain)];
	const found = operations.find((each) => each.name === name) ?? operations[0];
	// Of several without a choice the server asks for one: a mutation among them is not repeated.
	if (name === '') return operations.find(({ kind }) => kind !== 'query')?.kind ?? 'query';
	return found?.kind ?? 'query';
}

/** Operations at the outermost level, and not words inside of selections. */
function* operationsOf(document: string) {
	let depth = 0;
	const token = /[{}]|\b(query|mutation|subscription)\b\s*([A-Za-z_]\w*)?/g;
	for (const [text, kind, name = ''] of document.matchAll(token)) {
		if (text === '{') depth += 1;
		else if (text === '}') depth -= 1;
		else if (depth === 0 && (kind === 'query' || kind === 'mutation' || kind === 'subscription')) {
			yield { kind, name } as const;
		}
	}
}

/** Comments and texts may hold any word. */
function withoutTexts(document: string): string {
	return document.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*/g, ' ');
}
