/**
 * gulp build: type-checks, compiles file by file, inlines each third-party library into its one
 * adapter, copies icons, codex files and schemas. The result in dist/ has no dependencies.
 */
const { execFile } = require('node:child_process');
const { globSync } = require('node:fs');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, series, src, watch } = require('gulp');

const run = promisify(execFile);
const DIST = 'dist';
const SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const ASSETS = ['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];
const COMPILER = {
	format: 'cjs',
	platform: 'node',
	target: 'node24',
	outdir: DIST,
	outbase: '.',
	logLevel: 'warning',
};

async function clean() {
	await rm(DIST, { recursive: true, force: true });
}

async function typecheck() {
	const tsc = require.resolve('typescript/bin/tsc');
	try {
		await run(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { maxBuffer: 1e7 });
	} catch (error) {
		throw new Error(`The types do not fit:\n${error.stdout}`);
	}
}

/** Modules that n8n or Node brings. */
function isProvided(module) {
	return module === 'n8n-workflow' || module.startsWith('node:');
}

/** What each file imports at run time; what is only a type vanishes in the build. */
async function runtimeImports(files) {
	const { metafile } = await esbuild.build({
		...COMPILER,
		entryPoints: files,
		bundle: true,
		treeShaking: false,
		write: false,
		metafile: true,
		plugins: [everyImportStaysOutside],
	});
	return Object.values(metafile.outputs).map(({ entryPoint, imports }) => ({
		file: entryPoint,
		modules: imports.map(({ path }) => path),
	}));
}

const everyImportStaysOutside = {
	name: 'every-import-stays-outside',
	setup(build) {
		build.onResolve({ filter: /./ }, ({ path, kind }) =>
			kind === 'entry-point' ? undefined : { path, external: true },
		);
	},
};

/** The files that import a third-party library. Fails where two import the same one. */
async function findAdapters(files) {
	const adapters = new Map();
	for (const { file, modules } of await runtimeImports(files)) {
		for (const module of modules) {
			if (module.startsWith('.') || isProvided(module)) continue;
			const library = module
				.split('/')
				.slice(0, module.startsWith('@') ? 2 : 1)
				.join('/');
			if (library === 'n8n-core') throw new Error(`${file} imports n8n-core, which n8n keeps`);
			const other = adapters.get(library);
			if (other && other !== file) {
				throw new Error(`${library} is imported by ${other} and ${file}: one adapter only`);
			}
			adapters.set(library, file);
		}
	}
	return new Set(adapters.values());
}

/** Keeps a file's own modules apart, so that their state stays one for all nodes. */
const ownModulesStayApart = {
	name: 'own-modules-stay-apart',
	setup(build) {
		build.onResolve({ filter: /^(\.|node:|n8n-workflow$)/ }, ({ path, importer, kind }) => {
			const isOwn = kind !== 'entry-point' && !importer.includes('node_modules');
			return isOwn || isProvided(path) ? { path, external: true } : undefined;
		});
	},
};

/**
 * The polyfill of Function.prototype.bind makes functions out of text, which n8n's rules forbid in
 * a community package; Node has had its own for ever.
 */
const nativeBind = {
	name: 'native-bind',
	setup(build) {
		build.onResolve({ filter: /^function-bind$/ }, ({ path }) => ({ path, namespace: 'native' }));
		build.onLoad({ filter: /./, namespace: 'native' }, () => ({
			contents: 'module.exports = Function.prototype.bind;',
		}));
	},
};

/** pg asks for its native twin only where it is told to; nobody tells it. */
const noNativePostgres = {
	name: 'no-native-postgres',
	setup(build) {
		build.onResolve({ filter: /^pg-native$/ }, ({ path }) => ({ path, namespace: 'absent' }));
		build.onLoad({ filter: /./, namespace: 'absent' }, () => ({ contents: '' }));
	},
};

/** The licences of the packages that were inlined stand beside the code. */
async function writeLicences(metafile) {
	const folders = new Set();
	for (const input of Object.keys(metafile.inputs)) {
		const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
		if (match) folders.add(match[1]);
	}
	const texts = [];
	for (const folder of [...folders].sort()) {
		const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json')));
		const licence = await licenceText(folder);
		texts.push(`${name} ${version} (${license})\n\n${licence.trim()}\n`);
	}
	const rule = `\n${'-'.repeat(80)}\n\n`;
	await writeFile(join(DIST, 'THIRD_PARTY_LICENSES.txt'), texts.join(rule));
}

async function licenceText(folder) {
	const name = (await readdir(folder)).find((file) => /^licen[sc]e(\.|$)/i.test(file));
	if (name) return await readFile(join(folder, name), 'utf8');
	// Some packages print their licence in the readme alone.
	const readme = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '');
	const section = /\n(?:#+ )?licen[sc]e\s*\n[-=]*\n?([\s\S]+)/i.exec(readme)?.[1];
	if (section) return section;
	throw new Error(`${folder} has no licence file to put beside its code`);
}

async function compile() {
	const files = SOURCES.flatMap((pattern) => globSync(pattern));
	const adapters = await findAdapters(files);
	await esbuild.build({
		...COMPILER,
		entryPoints: files.filter((file) => !adapters.has(file)),
		bundle: false,
	});
	const { metafile } = await esbuild.build({
		...COMPILER,
		entryPoints: [...adapters],
		bundle: true,
		metafile: true,
		legalComments: 'inline',
		mainFields: ['main', 'module'],
		conditions: ['node'],
		plugins: [ownModulesStayApart, nativeBind, noNativePostgres],
	});
	await writeLicences(metafile);
}

function copyAssets() {
	return src(ASSETS, { base: '.', encoding: false }).pipe(dest(DIST));
}

// What was built before stays until the types fit.
exports.build = series(typecheck, clean, compile, copyAssets);
exports.watch = series(exports.build, () => watch([...SOURCES, ...ASSETS], exports.build));
exports.default = exports.build;
