/**
 * npm run docs: makes what is made out of the nodes and their tests, the page docs/operations.md and
 * the output schemas of the editor.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const observed = join(root, '.cache/observed');
const results = join(root, '.cache/docs.json');

rmSync(observed, { recursive: true, force: true });
run('gulp', ['build']);
run('jest', ['test/nodes', '--json', '--outputFile', results], { GTM_OBSERVED: observed });
run('tsx', ['scripts/schemas.ts', observed]);
run('node', ['scripts/operations.mjs', results]);

function run(command, args, env = {}) {
	const { status } = spawnSync(command, args, {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...env },
	});
	if (status !== 0) process.exit(status ?? 1);
}
