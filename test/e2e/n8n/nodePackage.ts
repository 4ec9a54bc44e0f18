import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

import { node24Environment, projectFolder, runProgram, type Say } from './install';

const execFileAsync = promisify(execFile);

interface PackageJson {
	name: string;
	version: string;
	author?: { name?: string; email?: string };
	n8n?: { nodes?: string[] };
	dependencies?: Record<string, string>;
}

/**
 * Builds the project and packs it as `npm publish` would; returns the tarball's path. GTM_TARBALL
 * names a tarball to take instead, such as one that is about to be published.
 */
export async function packProject(say: Say = () => {}): Promise<string> {
	const { GTM_TARBALL: packed } = process.env;
	if (packed) return resolve(packed);
	const env = node24Environment();
	say('Building and packing the nodes');
	await runProgram('npx', ['gulp', 'build'], projectFolder, env, say);
	const folder = await mkdtemp(join(tmpdir(), 'gtm-pack-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const printed = await runProgram(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
		projectFolder,
		env,
		say,
	);
	return join(folder, packedFileName(printed));
}

/** npm 11 and older print a list, npm 12 an object keyed by package name. */
function packedFileName(printed: string): string {
	const parsed = JSON.parse(printed) as Record<string, { filename: string }>;
	const [first] = Object.values(parsed);
	return first.filename;
}

/**
 * Lays a packed tarball into n8n's user folder, step by step as n8n's own installer does it
 * (CommunityPackagesService.downloadPackage in n8n 2.41.1): extract, drop the lists of packages that
 * a user does not get, install what is left without scripts, note the package in nodes/package.json.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const staging = join(nodesFolder, 'node_modules', '.incoming');
	await rm(staging, { recursive: true, force: true });
	await mkdir(staging, { recursive: true });
	await execFileAsync('tar', ['-xzf', tarball, '-C', staging, '--strip-components=1']);
	const { name } = await readJson<PackageJson>(join(staging, 'package.json'));

	const packageFolder = join(nodesFolder, 'node_modules', name);
	await rm(packageFolder, { recursive: true, force: true });
	await execFileAsync('mv', [staging, packageFolder]);

	const packageJsonPath = join(packageFolder, 'package.json');
	const { devDependencies, peerDependencies, optionalDependencies, ...kept } = await readJson<
		PackageJson & Record<'devDependencies' | 'peerDependencies' | 'optionalDependencies', unknown>
	>(packageJsonPath);
	await writeFile(packageJsonPath, JSON.stringify(kept, null, 2));
	const flags = [
		'--audit=false',
		'--fund=false',
		'--bin-links=false',
		'--install-strategy=shallow',
	];
	await execFileAsync(
		'npm',
		['install', ...flags, '--ignore-scripts=true', '--package-lock=false'],
		{ cwd: packageFolder, env: node24Environment() },
	);

	const ledgerPath = join(nodesFolder, 'package.json');
	const ledger = existsSync(ledgerPath)
		? await readJson<PackageJson>(ledgerPath)
		: { name: 'installed-nodes', private: true, dependencies: {} };
	const dependencies = { ...ledger.dependencies, [name]: kept.version };
	await writeFile(ledgerPath, JSON.stringify({ ...ledger, dependencies }, null, 2));
}

/**
 * Enters the package into n8n's own tables, as its installer does after loading it. n8n loads
 * whatever lies in the nodes folder without this; the entry is what lists it under
 * Settings > Community nodes. n8n must have started once, since it makes the tables.
 */
export async function registerPackage(userFolder: string, packageName: string): Promise<void> {
	const packageFolder = join(userFolder, '.n8n', 'nodes', 'node_modules', packageName);
	const packageJson = await readJson<PackageJson>(join(packageFolder, 'package.json'));
	const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'), { timeout: 5000 });
	try {
		database
			.prepare(
				`INSERT OR IGNORE INTO installed_packages
				(packageName, installedVersion, authorName, authorEmail, createdAt, updatedAt)
				VALUES (?, ?, ?, ?, datetime('now'), datetime('now'))`,
			)
			.run(
				packageName,
				packageJson.version,
				packageJson.author?.name ?? null,
				packageJson.author?.email ?? null,
			);
		const addNode = database.prepare(
			'INSERT OR IGNORE INTO installed_nodes (name, type, latestVersion, package) VALUES (?, ?, ?, ?)',
		);
		for (const file of packageJson.n8n?.nodes ?? []) {
			const className = (file.split('/').pop() ?? file).split('.')[0];
			const nodeName = className.charAt(0).toLowerCase() + className.slice(1);
			addNode.run(className, `${packageName}.${nodeName}`, 1, packageName);
		}
	} finally {
		database.close();
	}
}

async function readJson<T>(path: string): Promise<T> {
	return JSON.parse(await readFile(path, 'utf8')) as T;
}
