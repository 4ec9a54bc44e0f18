import { execFileSync } from 'node:child_process';
import {
	existsSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

interface PackageJson {
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	keywords: string[];
	n8n: { nodes: string[]; credentials: string[] };
}

/** Packs the project and lays it into an otherwise empty folder, with n8n-workflow beside it. */
function layTarball(): string {
	const folder = mkdtempSync(join(tmpdir(), 'gtm-tarball-'));
	execFileSync('npx', ['gulp', 'build'], { stdio: 'pipe' });
	execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
		stdio: 'pipe',
	});
	const [tarball] = globSync(join(folder, '*.tgz'));
	const home = join(folder, 'node_modules', 'n8n-nodes-gtm');
	mkdirSync(home, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
	// A link keeps the real place, where n8n-workflow finds what it needs itself.
	const workflow = dirname(dirname(dirname(require.resolve('n8n-workflow'))));
	symlinkSync(resolve(workflow), join(folder, 'node_modules', 'n8n-workflow'));
	return folder;
}

/** What n8n is to know the files by: "HubSpot.node.ts" is hubSpot. */
function namesIn(pattern: string): string[] {
	return globSync(pattern)
		.sort()
		.map((file) => {
			const [className = ''] = basename(file).split('.');
			return className.charAt(0).toLowerCase() + className.slice(1);
		});
}

describe('the packed tarball in an empty folder', () => {
	let folder: string;
	let home: string;
	let packageJson: PackageJson;

	beforeAll(() => {
		folder = layTarball();
		home = join(folder, 'node_modules', 'n8n-nodes-gtm');
		packageJson = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as PackageJson;
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test('every node and credential of the sources loads and bears the name of its class', () => {
		const { nodes, credentials } = packageJson.n8n;
		const script = `
			const loaded = ${JSON.stringify([...nodes, ...credentials])}.map((file) => {
				const module = require('n8n-nodes-gtm/' + file);
				const className = file.split('/').pop().split('.')[0];
				const made = new module[className]();
				return made.description ? made.description.name : made.name;
			});
			console.log(JSON.stringify(loaded));`;
		const printed = execFileSync(process.execPath, ['-e', script], { cwd: folder });
		expect(JSON.parse(String(printed))).toEqual([
			...namesIn('nodes/*/*.node.ts'),
			...namesIn('credentials/*.credentials.ts'),
		]);
	});

	test('the icons that nodes and credentials name are in it', () => {
		const { nodes, credentials } = packageJson.n8n;
		const script = `
			const icons = ${JSON.stringify([...nodes, ...credentials])}.map((file) => {
				const made = new (require('n8n-nodes-gtm/' + file)[file.split('/').pop().split('.')[0]])();
				const { light, dark } = (made.description ?? made).icon;
				return { file, icons: [light, dark] };
			});
			console.log(JSON.stringify(icons));`;
		const printed = execFileSync(process.execPath, ['-e', script], { cwd: folder });
		const named = JSON.parse(String(printed)) as Array<{ file: string; icons: string[] }>;
		const missing = named.flatMap(({ file, icons }) =>
			icons
				.map((icon) => join(home, dirname(file), icon.replace(/^file:/, '')))
				.filter((icon) => !existsSync(icon)),
		);
		expect(named).toHaveLength(nodes.length + credentials.length);
		expect(missing).toEqual([]);
	});

	test('each node has its codex file beside it', () => {
		for (const node of packageJson.n8n.nodes) {
			const codex = readFileSync(join(home, node.replace('.js', '.json')), 'utf8');
			const { categories } = JSON.parse(codex) as { categories: string[] };
			expect(categories.some((name) => ['Sales', 'Development'].includes(name))).toBe(true);
		}
	});

	test('it has no dependencies, and requires nothing but itself, Node.js and n8n-workflow', () => {
		expect(packageJson.dependencies ?? {}).toEqual({});
		expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(packageJson.keywords).toContain('n8n-community-node-package');
		const builtin = new Set(builtinModules);
		const foreign = globSync(join(home, 'dist/**/*.js')).flatMap((file) =>
			[...readFileSync(file, 'utf8').matchAll(/\b(?:require|import)\(["']([^"']+)["']\)/g)]
				.map(([, module]) => module)
				.filter((module) => !module.startsWith('.') && !module.startsWith('node:'))
				.filter((module) => module !== 'n8n-workflow' && !builtin.has(module)),
		);
		expect(foreign).toEqual([]);
	});

	test('the thread of the API log runs out of it', () => {
		const script = `
			const { readLog } = require('n8n-nodes-gtm/dist/nodes/shared/engine/log/workerThread.js');
			readLog('nowhere.sqlite', 'rows', { filter: {}, limit: 1 }).then((told) =>
				console.log(JSON.stringify(told)));`;
		const printed = execFileSync(process.execPath, ['-e', script], { cwd: folder });
		expect(JSON.parse(String(printed))).toEqual({ ok: true, value: [] });
	});

	test('it holds no sources, tests, source maps or sandbox', () => {
		const files = globSync('**/*', { cwd: home });
		expect(files.filter((file) => /\.(ts|map)$|^(test|sandbox|nodes)\//.test(file))).toEqual([]);
	});

	test('it names the licences of the libraries inside', () => {
		const licences = readFileSync(join(home, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
		for (const library of [
			'axios',
			'd3-scale',
			'follow-redirects',
			'form-data',
			'pg',
			'proxy-from-env',
		]) {
			expect(licences).toMatch(new RegExp(`^${library} \\d`, 'm'));
		}
	});

	test('state stays shared: each own module is there once, and libraries in one file only', () => {
		const holding = globSync('dist/**/*.js', { cwd: home }).filter((file) =>
			readFileSync(join(home, file), 'utf8').includes('AxiosError'),
		);
		expect(holding).toEqual(['dist/nodes/shared/engine/transport/exchange.js']);
	});
});
