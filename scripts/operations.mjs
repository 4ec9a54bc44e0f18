/**
 * docs/operations.md: every operation of every node, with the tests that show it. The operations come
 * from the node descriptions in dist, the tests from a result file of jest (`--json`): describe blocks
 * are named "<Resource>: <Operation>".
 *
 *   node scripts/operations.mjs results.json            writes the page
 *   node scripts/operations.mjs results.json --check    fails when the page says something else, and
 *                                                       when an operation lacks one of its tests
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/operations.md');
const load = createRequire(import.meta.url);
const KINDS = [
	['Success', /^success/i],
	['A rejected row', /^a rejected row/i],
	['A retry', /^a retry/i],
];
const [resultsFile, flag] = process.argv.slice(2);
if (resultsFile === undefined) {
	console.error('Which result file? Run: jest test/nodes --json --outputFile results.json');
	process.exit(1);
}

const tests = testsOf(JSON.parse(readFileSync(resultsFile, 'utf8')));
const options = { ...(await resolveConfig(page)), filepath: page };
const text = await format(pageOf(nodes()), options);
if (flag === '--check') {
	const lacking = text.split('\n').filter((line) => / – /.test(line));
	if (lacking.length > 0) {
		console.error(`Operations without a test of each kind:\n${lacking.join('\n')}`);
		process.exit(1);
	}
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

function rowOf({ resource, name, description }) {
	const titles = tests.get(`${resource}: ${name}`) ?? [];
	const cells = KINDS.map(([, pattern]) => (titles.some((each) => pattern.test(each)) ? '✓' : '–'));
	return `| ${resource} | ${name} | ${description ?? ''} | ${cells.join(' | ')} |`;
}

function pageOf(descriptions) {
	const parts = descriptions.flatMap((description) => {
		const operations = operationsOf(description);
		if (operations.length === 0) return [];
		const head = KINDS.map(([label]) => label);
		return [
			`## ${description.displayName}`,
			'',
			`| Resource | Operation | What it does | ${head.join(' | ')} |`,
			`|---|---|---|${head.map(() => ':-:').join('|')}|`,
			...operations.map(rowOf),
			'',
		];
	});
	return [
		'# Operations',
		'',
		'Made by `npm run docs` out of the node descriptions and the test results. A tick means that a test',
		'passes which shows this of the operation against a server on a real socket: a success, a row that is',
		'refused among good ones, and a fault after which the request is repeated, or must not be.',
		'',
		...parts,
	].join('\n');
}
