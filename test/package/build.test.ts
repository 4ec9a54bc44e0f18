import { execFile } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../..');
const ADAPTER = "import axios from 'axios';\nexport const get = axios.get;\n";

const folders: string[] = [];

/** A project of these files alone, with this project's build. */
function project(files: Record<string, string>): string {
	const folder = mkdtempSync(join(tmpdir(), 'gtm-build-'));
	folders.push(folder);
	for (const file of ['gulpfile.js', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
		cpSync(join(PROJECT, file), join(folder, file));
	}
	symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(join(folder, dirname(file)), { recursive: true });
		writeFileSync(join(folder, file), text);
	}
	return folder;
}

/** Runs gulp build there; resolves with its exit code and what it printed. */
async function build(folder: string): Promise<{ code: number; printed: string }> {
	const gulp = join(PROJECT, 'node_modules/gulp/bin/gulp.js');
	return await new Promise((done) => {
		execFile(process.execPath, [gulp, 'build'], { cwd: folder }, (error, stdout, stderr) => {
			done({ code: error ? Number(error.code) : 0, printed: `${stdout}${stderr}` });
		});
	});
}

afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('gulp build', () => {
	test('inlines a library into its adapter, and leaves own modules apart', async () => {
		const folder = project({
			'nodes/state.ts': 'export const state = { count: 0 };\n',
			'nodes/adapter.ts': `import { state } from './state';\n${ADAPTER}state.count += 1;\n`,
			'nodes/X/X.node.ts': "import { get } from '../adapter';\nexport const x = get;\n",
			'nodes/X/X.node.json': '{}',
			'nodes/X/x.svg': '<svg/>',
			'nodes/X/__schema__/v1.0.0/contact/create.json': '{}',
		});
		expect(await build(folder)).toMatchObject({ code: 0 });
		const dist = (file: string) => readFileSync(join(folder, 'dist', file), 'utf8');
		expect(dist('nodes/adapter.js')).toContain('require("./state")');
		expect(dist('nodes/adapter.js')).toContain('AxiosError');
		expect(dist('nodes/adapter.js')).not.toContain('require("axios")');
		expect(dist('nodes/X/X.node.js')).toContain('require("../adapter")');
		expect(dist('THIRD_PARTY_LICENSES.txt')).toMatch(/^axios \d/m);
		for (const file of ['X.node.json', 'x.svg', '__schema__/v1.0.0/contact/create.json']) {
			expect(existsSync(join(folder, 'dist/nodes/X', file))).toBe(true);
		}
	});

	test('takes types from anywhere: they vanish', async () => {
		const folder = project({
			'nodes/adapter.ts': ADAPTER,
			'nodes/a.ts': "import type { AxiosInstance } from 'axios';\nexport type A = AxiosInstance;\n",
			'nodes/b.ts': "import { type AxiosError } from 'axios';\nexport type B = AxiosError;\n",
			'nodes/c.ts':
				"import type { InstanceSettings } from 'n8n-core';\nexport type C = InstanceSettings;\n",
		});
		expect(await build(folder)).toMatchObject({ code: 0 });
	});

	test.each([
		[
			'one library in two files',
			{ 'nodes/a.ts': ADAPTER, 'nodes/b.ts': ADAPTER },
			/axios is imported by nodes\/\w\.ts and nodes\/\w\.ts: one adapter only/,
		],
		[
			'a second file that imports it late',
			{
				'nodes/a.ts': ADAPTER,
				'nodes/b.ts': "export const load = async () => await import('axios');\n",
			},
			/one adapter only/,
		],
		[
			'n8n-core at run time',
			{
				'nodes/a.ts':
					"import { InstanceSettings } from 'n8n-core';\nconsole.log(InstanceSettings);\n",
			},
			/nodes\/a\.ts imports n8n-core/,
		],
		[
			'types that do not fit',
			{ 'nodes/a.ts': "export const a: number = 'one';\n" },
			/nodes\/a\.ts\(1,14\): error TS2322/,
		],
	])('refuses %s', async (_what, files, message) => {
		const { code, printed } = await build(project(files));
		expect(printed).toMatch(message);
		expect(code).toBe(1);
	});
});
