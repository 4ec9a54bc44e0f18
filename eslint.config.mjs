import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const APART = ['sandbox/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'];
const VENDORS = readdirSync(join(import.meta.dirname, 'nodes'), { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && entry.name !== 'shared')
	.map(({ name }) => name);

/** Each third-party library has one adapter; the build fails on a second one too. */
const ADAPTERS = {
	axios: 'nodes/shared/engine/transport/exchange.ts',
	'd3-scale': 'nodes/shared/engine/log/report/charts.ts',
	'd3-shape': 'nodes/shared/engine/log/report/charts.ts',
	ioredis: 'nodes/shared/engine/gate/redis.ts',
	pg: 'nodes/shared/engine/log/postgres.ts',
	'csv-parse/sync': 'nodes/shared/engine/csv/read.ts',
	'csv-stringify/sync': 'nodes/shared/engine/csv/write.ts',
};

const NO_DOUBLE_CAST = ['TSAsExpression', 'TSTypeAssertion'].map((cast) => ({
	selector: `:matches(TSAsExpression, TSTypeAssertion) > ${cast}[typeAnnotation.type="TSUnknownKeyword"]`,
	message: 'A cast through unknown hides a wrong type: narrow the value instead.',
}));

const NO_LATE_IMPORT = {
	selector: 'ImportExpression',
	message: 'Import at the top of the file, where these rules see it.',
};

const NO_VALIDATE_TYPE = {
	selector: 'Property[key.name="validateType"]',
	message:
		'Plain references are read past n8n (node/plainReference.ts), so it would not check them: the operation does.',
};

/** No module whose name fits the expression. */
const no = (regex, message) => ({ regex, message, caseSensitive: true });

const folders = (names) => `(^|/)(${names.join('|')})(/|$)`;

/** No package but n8n-workflow and those named: each other one belongs to its adapter. */
const noPackageBut = (...names) =>
	no(
		`^(?!\\.|node:|(${['n8n-workflow', ...names].join('|')})$)`,
		'A library is imported by its adapter alone, which eslint.config.mjs names.',
	);
const NO_VENDOR = no(folders(VENDORS), 'Nothing in shared names a vendor.');
const NOTHING_APART = no(
	folders(['sandbox', 'scripts', 'bench', 'test']),
	'What ships imports nothing that does not.',
);
const ENGINE = [
	NO_VENDOR,
	NOTHING_APART,
	no('^n8n-workflow', 'The engine knows no n8n.'),
	no(folders(['node']), 'The engine imports nothing of node.'),
];

const imports = (files, ...patterns) => ({
	files,
	rules: { 'no-restricted-imports': ['error', { patterns }] },
});

export default [
	{ ignores: ['dist', '.cache', 'node_modules', 'coverage'] },
	...configWithoutCloudSupport,
	{
		files: ['**/*.ts'],
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
			'no-restricted-syntax': ['error', ...NO_DOUBLE_CAST],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: {
			'no-restricted-syntax': ['error', ...NO_DOUBLE_CAST, NO_LATE_IMPORT, NO_VALIDATE_TYPE],
		},
	},
	// Arrows run vendor -> node -> engine. The last block that fits a file counts.
	imports(['nodes/**/*.ts', 'credentials/**/*.ts'], noPackageBut(), NOTHING_APART),
	imports(['nodes/shared/**/*.ts'], noPackageBut(), NOTHING_APART, NO_VENDOR),
	imports(['nodes/shared/engine/**/*.ts'], noPackageBut(), ...ENGINE),
	...Object.values(ADAPTERS).map((file) => {
		const own = Object.keys(ADAPTERS).filter((name) => ADAPTERS[name] === file);
		return imports([file], noPackageBut(...own), ...ENGINE);
	}),
	...VENDORS.map((vendor) => {
		// HubSpotApp is a part of HubSpot: n8n wants a folder for each node.
		const others = VENDORS.filter((name) => !vendor.startsWith(name));
		const apart = no(folders(others), 'Vendors do not import each other.');
		const patterns = others.length > 0 ? [apart] : [];
		return imports([`nodes/${vendor}/**/*.ts`], noPackageBut(), NOTHING_APART, ...patterns);
	}),
	imports(
		['sandbox/**/*.ts'],
		no(folders(['nodes']), 'The sandbox is not written from our client.'),
	),
	// What does not ship: tests start processes, throw, print and read files.
	{
		files: APART,
		rules: {
			...Object.fromEntries(
				configWithoutCloudSupport
					.flatMap(({ rules }) => Object.keys(rules ?? {}))
					.filter((rule) => rule.startsWith('@n8n/community-nodes/'))
					.map((rule) => [rule, 'off']),
			),
			'no-console': 'off',
		},
	},
];
