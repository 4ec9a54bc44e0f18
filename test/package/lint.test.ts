import { execFileSync } from 'node:child_process';

const IMPORTS = 'no-restricted-imports';
const ANY = 'export const x = (value: any) => value;\n';

/** [what, in which file, code, the rule that refuses it] */
const CASES: Array<[string, string, string, string]> = [
	['n8n in the engine', 'nodes/shared/engine/client.ts', "import 'n8n-workflow';", IMPORTS],
	[
		'node code in the engine',
		'nodes/shared/engine/client.ts',
		"import '../node/executor';",
		IMPORTS,
	],
	[
		'a vendor in shared',
		'nodes/shared/node/executor.ts',
		"import '../../HubSpot/vendor';",
		IMPORTS,
	],
	['a vendor in another', 'nodes/Apollo/vendor.ts', "import '../HubSpot/vendor';", IMPORTS],
	['axios outside its adapter', 'nodes/Apollo/vendor.ts', "import 'axios';", IMPORTS],
	['n8n-core in a node', 'nodes/Apollo/vendor.ts', "import 'n8n-core';", IMPORTS],
	[
		'our client in the sandbox',
		'sandbox/world.ts',
		"import '../nodes/shared/engine/client';",
		IMPORTS,
	],
	[
		'node code in the adapter',
		'nodes/shared/engine/transport/exchange.ts',
		"import '../../node/executor';",
		IMPORTS,
	],
	[
		'a vendor in a new shared folder',
		'nodes/shared/x/y.ts',
		"import '../../Apollo/vendor';",
		IMPORTS,
	],
	[
		'a CSV library outside its adapter',
		'nodes/Apollo/vendor.ts',
		"import 'csv-parse/sync';",
		IMPORTS,
	],
	['a library without an adapter', 'nodes/Apollo/vendor.ts', "import '@faker-js/faker';", IMPORTS],
	['a library in a credential', 'credentials/X.credentials.ts', "import 'axios';", IMPORTS],
	['the sandbox in a node', 'nodes/Apollo/vendor.ts', "import '../../sandbox';", IMPORTS],
	[
		'an import that hides in a function',
		'nodes/Apollo/vendor.ts',
		"export const x = async () => await import('axios');\n",
		'no-restricted-syntax',
	],
	['any', 'nodes/Apollo/vendor.ts', ANY, '@typescript-eslint/no-explicit-any'],
	[
		'a suppression: it does not suppress',
		'nodes/Apollo/vendor.ts',
		`// eslint-disable-next-line @typescript-eslint/no-explicit-any\n${ANY}`,
		'@typescript-eslint/no-explicit-any',
	],
	[
		'a cast through unknown',
		'nodes/Apollo/vendor.ts',
		'export const x = (value: string) => value as unknown as number;\n',
		'no-restricted-syntax',
	],
];

/** ESLint loads its configuration as a module, which jest's own loader does not do: a child does. */
const LINT = `
	const { ESLint } = require('eslint');
	const cases = JSON.parse(process.argv[1]);
	const eslint = new ESLint();
	Promise.all(cases.map(([, filePath, code]) => eslint.lintText(code, { filePath }))).then((all) =>
		console.log(JSON.stringify(all.map(([{ messages }]) => messages.map(({ ruleId }) => ruleId)))),
	);`;

/** The rules that each case breaks. */
function lint(cases: typeof CASES): string[][] {
	const printed = execFileSync(process.execPath, ['-e', LINT, JSON.stringify(cases)]);
	return JSON.parse(String(printed)) as string[][];
}

describe('the lint refuses', () => {
	let broken: string[][];

	beforeAll(() => {
		broken = lint(CASES);
	});

	test.each(CASES.map(([what, , , rule], index) => ({ what, rule, index })))(
		'$what',
		({ rule, index }) => {
			expect(broken[index]).toContain(rule);
		},
	);
});

describe('the lint allows', () => {
	const ALLOWED: typeof CASES = [
		[
			'axios in its adapter',
			'nodes/shared/engine/transport/exchange.ts',
			"import 'axios';",
			IMPORTS,
		],
		[
			'a CSV library in its adapter',
			'nodes/shared/engine/csv/read.ts',
			"import 'csv-parse/sync';",
			IMPORTS,
		],
		['n8n-workflow in a node', 'nodes/Apollo/vendor.ts', "import 'n8n-workflow';", IMPORTS],
		['node:fs in the log', 'nodes/shared/engine/log/sqlite.ts', "import 'node:fs';", IMPORTS],
		['shared code in a vendor', 'nodes/Apollo/vendor.ts', "import '../shared/node/x';", IMPORTS],
	];
	let broken: string[][];

	beforeAll(() => {
		broken = lint(ALLOWED);
	});

	test.each(ALLOWED.map(([what, , , rule], index) => ({ what, rule, index })))(
		'$what',
		({ rule, index }) => {
			expect(broken[index]).not.toContain(rule);
		},
	);
});
