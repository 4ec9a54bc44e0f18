import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packProject, projectFolder } from '../e2e/n8n';

interface PackageJson {
	dependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

/** ESLint loads its rules as modules, which jest's own loader does not do: a child does. */
const LINT = `
	const { createRequire } = require('node:module');
	const [what, cwd, ...files] = process.argv.slice(1);
	const { ESLint } = require('eslint');
	const { configWithoutCloudSupport } = require('@n8n/node-cli/eslint');
	const ofCli = createRequire(require.resolve('@n8n/node-cli/eslint'));
	const { configs } = ofCli('@n8n/eslint-plugin-community-nodes').n8nCommunityNodesPlugin;
	const overrideConfig = {
		sources: configWithoutCloudSupport,
		built: [configs.recommendedWithoutN8nCloudSupport].flat(),
	}[what];
	new ESLint({ cwd, overrideConfigFile: true, overrideConfig, allowInlineConfig: false })
		.lintFiles(files)
		.then((results) => results.flatMap(({ filePath, messages }) =>
			messages.map(({ line, ruleId }) => filePath.slice(cwd.length + 1) + ':' + line + ' ' + ruleId)))
		.then((found) => console.log(JSON.stringify(found)));`;

/** Everything that n8n's rules alone find, whatever the project's configuration and comments say. */
function lint(what: 'sources' | 'built', cwd: string, ...files: string[]): string[] {
	const args = ['-e', LINT, what, cwd, ...files];
	// Under NODE_ENV=test the rules take every file for one of their own test cases.
	const env = { ...process.env, NODE_ENV: '' };
	return JSON.parse(String(execFileSync(process.execPath, args, { cwd: projectFolder, env })));
}

describe('117', () => {
	let folder: string;
	let home: string;
	let packageJson: PackageJson;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'gtm-package-'));
		const modules = join(folder, 'node_modules');
		home = join(modules, 'n8n-nodes-gtm');
		mkdirSync(home, { recursive: true });
		const tarball = await packProject();
		execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
		symlinkSync(
			dirname(dirname(dirname(require.resolve('n8n-workflow')))),
			join(modules, 'n8n-workflow'),
		);
		packageJson = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as PackageJson;
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test('117. n8n’s community lint finds nothing in the sources and the package.json', () => {
		const files = ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'];
		expect(lint('sources', projectFolder, ...files)).toEqual([]);
	});

	test('117b. its rules find nothing in what was built from them', () => {
		expect(lint('built', home, 'dist/**/*.js')).toEqual([]);
	});

	test('117c. no runtime dependencies', () => {
		expect(packageJson.dependencies ?? {}).toEqual({});
	});

	test('117d. every node and credential in the tarball is listed, and loads in an empty folder', () => {
		const { nodes, credentials } = packageJson.n8n;
		const files = globSync('dist/**/*.{node,credentials}.js', { cwd: home });
		expect(files.sort()).toEqual([...nodes, ...credentials].sort());
		const script = `
			const names = ${JSON.stringify(files)}.map((file) => {
				const Type = require('n8n-nodes-gtm/' + file)[file.split('/').pop().split('.')[0]];
				const made = new Type();
				return (made.description ?? made).name;
			});
			console.log(JSON.stringify(names));`;
		const printed = execFileSync(process.execPath, ['-e', script], { cwd: folder });
		const names = JSON.parse(String(printed)) as string[];
		expect(new Set(names).size).toBe(files.length);
		expect(names).toEqual(names.map(() => expect.stringMatching(/^[a-z]\w+$/)));
	});
});
