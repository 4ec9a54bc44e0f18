import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';
import { globSync } from 'node:fs';

const APART = ['sandbox/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'];
const VENDORS = globSync('nodes/*/vendor.ts').map((file) => file.split('/')[1]);

/** Each third-party library has one adapter; the build fails on a second one too. */
const ADAPTERS = { axios: 'nodes/shared/engine/transport/exchange.ts' };

const NO_DOUBLE_CAST = [
	{
		selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
		message: 'A cast through unknown hides a wrong type: narrow the value instead.',
	},
];

/** What a folder may not import, as patterns of relative paths. */
function forbid(files, rules, extra = []) {
	return {
		files,
		rules: {
			'no-restricted-imports': [
				'error',
				{
					paths: [
						...Object.keys(ADAPTERS).map((name) => ({
							name,
							message: `Only ${ADAPTERS[name]} imports ${name}.`,
						})),
						{ name: 'n8n-core', message: 'n8n keeps n8n-core: nodes get what they need from it.' },
						...extra,
					],
					patterns: rules,
				},
			],
		},
	};
}

const noVendor = {
	group: VENDORS.map((vendor) => `**/${vendor}/**`),
	message: 'Nothing in shared names a vendor.',
};
const noN8n = { name: 'n8n-workflow', message: 'The engine knows no n8n.' };

export default [
	{ ignores: ['dist', '.cache', 'node_modules', 'coverage'] },
	...configWithoutCloudSupport,
	{
		files: ['**/*.ts'],
		linterOptions: { noInlineConfig: true },
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
			'no-restricted-syntax': ['error', ...NO_DOUBLE_CAST],
		},
	},
	// Arrows run vendor -> node -> engine.
	forbid(
		['nodes/shared/engine/**/*.ts'],
		[
			noVendor,
			{ group: ['**/node/*', '**/shared/node/**'], message: 'The engine imports nothing of node.' },
		],
		[noN8n],
	),
	forbid(
		['nodes/shared/node/**/*.ts', 'nodes/shared/store/**/*.ts', 'nodes/shared/webhook/**/*.ts'],
		[noVendor],
	),
	...VENDORS.map((vendor) =>
		forbid(
			[`nodes/${vendor}/**/*.ts`],
			[
				{
					group: VENDORS.filter((other) => other !== vendor).map((other) => `**/${other}/**`),
					message: 'Vendors do not import each other.',
				},
			],
		),
	),
	...Object.entries(ADAPTERS).map(([name, file]) => ({
		files: [file],
		rules: {
			'no-restricted-imports': [
				'error',
				{ paths: [noN8n, { name: 'n8n-core' }], patterns: [noVendor] },
			],
		},
		name: `adapter of ${name}`,
	})),
	{
		files: ['sandbox/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{ group: ['**/nodes/**'], message: 'The sandbox is not written from our client.' },
					],
				},
			],
		},
	},
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
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		linterOptions: { reportUnusedDisableDirectives: 'error' },
	},
];
