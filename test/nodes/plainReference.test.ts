import type { IDataObject, INodeType, INodeTypes, NodeParameterValueType } from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { ParameterReader } from '../../nodes/shared/node/parameters';
import { readPlainly } from '../../nodes/shared/node/plainReference';

const ITEM: IDataObject = {
	email: 'ada@company.example',
	'first name': 'Ada',
	formula: '={{ 1 + 1 }}',
	empty: '',
	blank: '  ',
	number: 1.5,
	zero: 0,
	yes: true,
	no: false,
	nothing: null,
	company: { name: 'Ada & Co', address: { city: 'Łódź' }, size: null },
	list: ['a', 'b'],
	'a"b': 'quoted',
	length: 3,
	json: { email: 'inner' },
};

const node: INodeType = {
	description: {
		displayName: 'Node',
		name: 'node',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
};
const types: INodeTypes = {
	getByName: () => node,
	getByNameAndVersion: () => node,
	getKnownTypes: () => ({}),
};
const workflow = new Workflow({
	nodes: [
		{ id: '1', name: 'Node', type: 'node', typeVersion: 1, position: [0, 0], parameters: {} },
	],
	connections: {},
	active: false,
	nodeTypes: types,
});

/** What n8n makes of it; undefined where the expression fails. */
function evaluated(raw: NodeParameterValueType): unknown {
	try {
		return workflow.expression.getParameterValue(
			raw,
			null,
			0,
			0,
			'Node',
			[{ json: ITEM }],
			'manual',
			{},
		);
	} catch {
		return undefined;
	}
}

const PLAIN = [
	'={{ $json.email }}',
	'={{$json.email}}',
	'={{   $json["first name"]   }}',
	"={{ $json['first name'] }}",
	'={{ $json.formula }}',
	'={{ $json.empty }}',
	'={{ $json.blank }}',
	'={{ $json.number }}',
	'={{ $json.zero }}',
	'={{ $json.yes }}',
	'={{ $json.no }}',
	'={{ $json.nothing }}',
	'={{ $json.company.name }}',
	'={{ $json.company.address.city }}',
	'={{ $json["company"]["address"].city }}',
	'={{ $json.company.size }}',
	'={{ $json.length }}',
	'={{ $json.json.email }}',
	`={{ $json['a"b'] }}`,
	'=text',
	'=',
	'={{ $json.email }} ',
	'=Dear {{ $json.email }}',
	'={{ $json.email }}{{ $json.number }}',
	'=https://api.example/{{ $json.number }}/{{ $json["first name"] }}?q={{$json.empty}}#x',
	'=a\nb {{ $json.formula }}\t$json.email $& $1',
	'={{ $json.zero }}%',
];

test.each(PLAIN)('%s is read as n8n reads it', (raw) => {
	const plain = readPlainly(raw, ITEM);
	expect(plain).toBeDefined();
	expect(plain?.value).toEqual(evaluated(raw));
});

test('the values are those of the item', () => {
	expect(readPlainly('={{ $json.company.address.city }}', ITEM)).toEqual({ value: 'Łódź' });
	expect(readPlainly('={{ $json.formula }}', ITEM)).toEqual({ value: '={{ 1 + 1 }}' });
	expect(readPlainly('={{ $json.nothing }}', ITEM)).toEqual({ value: null });
});

test.each([
	// Not there, or nothing that is passed on as it is.
	'={{ $json.missing }}',
	'={{ $json.company.missing.city }}',
	'={{ $json.email.length }}',
	'={{ $json.nothing.name }}',
	'={{ $json.list }}',
	'={{ $json.list.length }}',
	'={{ $json.company }}',
	'={{ $json }}',
	// What n8n forbids.
	'={{ $json.constructor }}',
	'={{ $json.__proto__ }}',
	'={{ $json["__proto__"]["x"] }}',
	'={{ $json.toString }}',
	// More than a reference.
	'=Dear {{ $json.missing }}',
	'=Dear {{ $json.nothing }}',
	'={{ $json.yes }} ',
	'={ $json.email }',
	'=a { b',
	'=a } b {{ $json.email }}',
	'=a \\{{ $json.email }}',
	'=a \\n {{ $json.email }}',
	'={{ $json.email }}{{ $json.email + 1 }}',
	'={{ "{{ $json.email }}" }}',
	'={{{ $json.email }}}',
	'={{ $json.email || "x" }}',
	'={{ $json.email.trim() }}',
	'={{ $json?.email }}',
	'={{ $json.list[0] }}',
	'={{ $json["a\\"b"] }}',
	'={{ $json[`email`] }}',
	"={{ $('Other').item.json.email }}",
	'={{ $item.json.email }}',
	'={{ $jsonemail }}',
	'={{ // $json.email }}',
])('%s is left to n8n', (raw) => {
	expect(readPlainly(raw, ITEM)).toBeUndefined();
});

describe('collections', () => {
	const mapper = {
		mappingMode: 'defineBelow',
		value: { email: '={{ $json.email }}', lifecyclestage: 'lead', size: 7, city: null },
		matchingColumns: ['email'],
		schema: [{ id: 'email', display: true }],
	};

	test('their plain references are read, and what is constant stays', () => {
		const plain = readPlainly(mapper, ITEM);
		expect(plain?.value).toEqual({
			...mapper,
			value: { ...mapper.value, email: 'ada@company.example' },
		});
		expect(plain?.value).toEqual(evaluated(mapper));
		// The workflow itself is as before.
		expect(mapper.value.email).toBe('={{ $json.email }}');
	});

	test('one expression that is more: n8n reads all of it', () => {
		const value = { ...mapper.value, name: '={{ $json.email.toUpperCase() }}' };
		expect(readPlainly({ ...mapper, value }, ITEM)).toBeUndefined();
	});

	test('lists stay lists', () => {
		const raw = { entries: [{ name: 'a', value: '={{ $json.number }}' }, { name: 'b' }] };
		expect(readPlainly(raw, ITEM)).toEqual({
			value: { entries: [{ name: 'a', value: 1.5 }, { name: 'b' }] },
		});
		expect(readPlainly(raw, ITEM)?.value).toEqual(evaluated(raw));
	});

	test('each item gets its own value', () => {
		expect(readPlainly(mapper.value, { email: 'b@company.example' })?.value).toMatchObject({
			email: 'b@company.example',
		});
		expect(readPlainly(mapper.value, ITEM)?.value).toMatchObject({ email: ITEM.email });
	});
});

describe('where a reader gets a value', () => {
	function read(isTool: boolean) {
		const asked: unknown[] = [];
		const source = {
			getNodeParameter(_name: string, _item: number, _fallback: unknown, options?: object) {
				asked.push(options);
				return options ? '={{ $json.email }}' : 'what n8n says';
			},
			isToolExecution: () => isTool,
		};
		return { text: new ParameterReader(source, 0, ITEM).text('email'), asked };
	}

	test('of the item, without asking n8n to evaluate it', () => {
		expect(read(false)).toEqual({ text: ITEM.email, asked: [{ rawExpressions: true }] });
	});

	test("as the tool of an agent, of n8n: $json is the agent's item there", () => {
		expect(read(true)).toEqual({ text: 'what n8n says', asked: [undefined] });
	});
});
