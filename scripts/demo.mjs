// `npm run demo`: plain JavaScript without dependencies, because it may run on an older Node and
// before anything is installed. It brings the project's packages and its Node 24, then hands over.
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(project, 'node_modules');
const node24 = join(modules, 'node/bin/node');

/** Whether the installed packages are those of the lock file: npm leaves a copy of it behind. */
function isInstalled() {
	const installed = join(modules, '.package-lock.json');
	if (!existsSync(node24) || !existsSync(installed)) return false;
	return statSync(installed).mtimeMs >= statSync(join(project, 'package-lock.json')).mtimeMs;
}

function run(program, args, env) {
	const child = spawn(program, args, { cwd: project, stdio: 'inherit', env });
	// Ctrl-C reaches the child as well; it ends by itself, and we follow.
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
	return new Promise((settle, reject) => {
		child.once('error', reject);
		child.once('close', (code) => settle(code ?? 1));
	});
}

if (!isInstalled()) {
	// npm ci would empty the folder that it leads to, which others may use.
	if (existsSync(modules) && lstatSync(modules).isSymbolicLink()) {
		console.error('node_modules is a link to packages that are not those of package-lock.json:');
		console.error(`run npm ci in ${dirname(realpathSync(modules))}, or remove the link.`);
		process.exit(1);
	}
	console.log('Installing the packages of the project (npm ci), about a minute, once');
	const code = await run('npm', ['ci', '--no-audit', '--no-fund'], process.env);
	if (code !== 0) process.exit(code);
}
const env = { ...process.env, PATH: `${dirname(node24)}:${process.env.PATH ?? ''}` };
const script = join(project, 'scripts/demo.ts');
process.exit(await run(node24, ['--import', 'tsx', script, ...process.argv.slice(2)], env));
