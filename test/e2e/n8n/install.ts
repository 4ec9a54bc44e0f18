import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The project's own folder. */
export const projectFolder = resolve(__dirname, '../../..');

/** Node 24 as the project installs it, whatever Node the machine has. */
export const nodeBinary = join(projectFolder, 'node_modules/node/bin/node');

const version = '2.41.1';
const stampName = 'installed.json';

/** What to call while something long is going on. */
export type Say = (line: string) => void;

/**
 * A complete install of n8n in the cache folder (GTM_CACHE, or .cache in the project); returns its folder.
 * The first call takes five to ten minutes; later ones return at once. An install that was broken off is
 * done again, and of two callers at the same time one installs and the other waits.
 */
export async function ensureN8n(say: Say = console.log): Promise<string> {
	const cache = resolve(process.env.GTM_CACHE ?? join(projectFolder, '.cache'));
	const lock = await readFile(join(__dirname, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const folder = join(cache, `n8n-${version}-${hash}`);
	const stamp = join(folder, stampName);
	if (existsSync(stamp)) return folder;

	await mkdir(cache, { recursive: true });
	const release = await takeLock(`${folder}.lock`, say);
	try {
		if (existsSync(stamp)) return folder;
		await install(folder, say);
		// Written last: only a folder with this file is complete.
		await writeFile(stamp, JSON.stringify({ version, node: process.versions.node }));
		return folder;
	} finally {
		await release();
	}
}

async function install(folder: string, say: Say): Promise<void> {
	say(`Installing n8n ${version}: 5 to 10 minutes and 3 GB, once. It goes to ${folder}`);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	for (const name of ['package.json', 'package-lock.json']) {
		await copyFile(join(__dirname, name), join(folder, name));
	}
	const env = node24Environment();
	// Not `npm ci`: n8n's tree has optional packages for other systems (msgpackr-extract 3.0.7) that the
	// registry does not hold, and `npm ci` refuses a lock file without them. Versions come from the lock.
	await runProgram(
		'npm',
		['install', '--ignore-scripts', '--no-audit', '--no-fund'],
		folder,
		env,
		say,
	);
	say('Building the two native modules of n8n (sqlite3, isolated-vm)');
	const headers = await nodeHeaders();
	const building = headers === undefined ? env : { ...env, npm_config_nodedir: headers };
	await runProgram('npm', ['rebuild', 'sqlite3', 'isolated-vm'], folder, building, say);
	await runProgram(
		nodeBinary,
		['-e', "require('sqlite3');require('isolated-vm')"],
		folder,
		env,
		say,
	);
}

/** The environment in which `node` and everything that npm starts is Node 24. */
export function node24Environment(): NodeJS.ProcessEnv {
	return { ...process.env, PATH: `${dirname(nodeBinary)}:${process.env.PATH ?? ''}` };
}

/**
 * The folder with `include/node` of the Node that runs n8n, so that nothing has to be downloaded for a build.
 * The npm package `node` keeps it in a package per platform, nested or hoisted.
 */
async function nodeHeaders(): Promise<string | undefined> {
	const modules = join(projectFolder, 'node_modules');
	for (const parent of [join(modules, 'node/node_modules'), modules]) {
		const names = await readdir(parent).catch(() => []);
		for (const name of names.filter((entry) => entry.startsWith('node-'))) {
			if (existsSync(join(parent, name, 'include/node/node_version.h'))) return join(parent, name);
		}
	}
	return undefined;
}

/**
 * Runs a program to its end and returns what it printed on stdout. Throws with the last lines of its
 * output when it fails. Says every half minute that it is still at work.
 */
export async function runProgram(
	program: string,
	args: string[],
	cwd: string,
	env: NodeJS.ProcessEnv,
	say: Say,
): Promise<string> {
	const started = Date.now();
	const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	let stdout = '';
	let all = '';
	child.stdout.on('data', (chunk: Buffer) => {
		stdout += chunk.toString();
		all += chunk.toString();
	});
	child.stderr.on('data', (chunk: Buffer) => {
		all += chunk.toString();
	});
	const alive = setInterval(() => {
		say(`  … ${program} ${args[0]}: ${Math.round((Date.now() - started) / 1000)} s`);
	}, 30_000);
	const code = await new Promise<number | null>((settle, reject) => {
		child.once('error', reject);
		child.once('close', settle);
	}).finally(() => clearInterval(alive));
	if (code !== 0) {
		const tail = all.trimEnd().split('\n').slice(-60).join('\n');
		throw new Error(`"${program} ${args.join(' ')}" ended with code ${code}:\n${tail}`);
	}
	return stdout;
}

/** Takes a lock file that names its process; one left by a process that is gone is taken over. */
async function takeLock(path: string, say: Say): Promise<() => Promise<void>> {
	for (let said = false; ; ) {
		try {
			const file = await open(path, 'wx');
			await file.writeFile(String(process.pid));
			await file.close();
			return async () => await rm(path, { force: true });
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
		}
		const owner = Number(await readFile(path, 'utf8').catch(() => ''));
		if (owner > 0 && !isAlive(owner)) {
			await rm(path, { force: true });
			continue;
		}
		if (!said) say(`Another process (${owner}) is installing n8n; waiting for it`);
		said = true;
		await sleep(1000);
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
