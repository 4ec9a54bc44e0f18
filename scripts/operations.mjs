/**
 * docs/operations.md: every operation of every node, with the tests that show it. The operations come
 * from the node descriptions in dist, the tests from a result file of jest (`--json`): describe blocks
 * are named "<Resource>: <Operation>".
 *
 *   node scripts/operations.mjs results.json            writes the page
 *   node scripts/operations.mjs results.json --check    fails when the page says something else
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/operations.md');
const load = createRequire(import.meta.url);
const [resultsFile, flag] = process.argv.slice(2);
if (resultsFile === undefined) {
	console.error('Which result file? Run: jest test/nodes --json --outputFile results.json');
	process.exit(1);
}

const tests = testsOf(JSON.parse(readFileSync(resultsFile, 'utf8')));
const text = pageOf(nodes());
if (flag === '--check') {
	if (readFileSync(page, 'utf8') === text) process.exit(0);
	console.error('docs/operations.md is not what the nodes and their tests say: npm run docs');
	process.exit(1);
}
writeFileSync(page, text);

function nodes() {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	return n8n.nodes.map((file) => {
		const [Node] = Object.values(load(join(root, file)));
		return new Node().description;
	});
}

/** The operations of a node, resource by resource; none for a trigger. */
function operationsOf({ properties }) {
	const resources = properties.find(({ name }) => name === 'resource')?.options ?? [];
	return resources.flatMap((resource) =>
		properties
			.filter(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
			)
			.flatMap(({ options }) => options)
			.map((operation) => ({ resource: resource.name, ...operation })),
	);
}

/** Test names that passed, by the title of their describe block. */
function testsOf({ testResults }) {
	const found = new Map();
	for (const { assertionResults } of testResults) {
		for (const { ancestorTitles, title, status } of assertionResults) {
			const about = ancestorTitles.find((each) => /^[^:]+: [^:]+$/.test(each));
			if (about === undefined || status !== 'passed') continue;
			found.set(about, [...(found.get(about) ?? []), title]);
		}
	}
	return found;
}

const KINDS = [
	['Success', /^success/i],
	['A rejected row', /^a rejected row/i],
	['A retry', /^a retry/i],
];

function rowOf({ resource, name, description }) {
	const titles = tests.get(`${resource}: ${name}`) ?? [];
	const known = KINDS.map(([, pattern]) => titles.filter((title) => pattern.test(title)).length);
	const others = titles.length - known.reduce((sum, count) => sum + count, 0);
	const cells = [...known, others].map((count) => (count === 0 ? '–' : String(count)));
	return `| ${resource} | ${name} | ${description ?? ''} | ${cells.join(' | ')} |`;
}

function pageOf(descriptions) {
	const parts = descriptions.flatMap((description) => {
		const operations = operationsOf(description);
		if (operations.length === 0) return [];
		const head = [...KINDS.map(([label]) => label), 'More'];
		return [
			`## ${description.displayName}`,
			'',
			`| Resource | Operation | What it does | ${head.join(' | ')} |`,
			`|---|---|---|${head.map(() => '--:|').join('')}`,
			...operations.map(rowOf),
			'',
		];
	});
	return [
		'# Operations',
		'',
		'Made by `npm run docs` out of the node descriptions and the test results. The columns count the',
		'tests that show an operation: a success, a rejected row among good ones, a fault that is repeated,',
		'and what else there is. "–" means that there is none of that kind, such as a row in a read.',
		'',
		...parts,
	].join('\n');
}
