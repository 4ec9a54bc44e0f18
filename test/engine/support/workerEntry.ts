import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const folder = join(root, '.cache/log-worker');
let built: string | undefined;

/** The log's thread, compiled as gulp does, but in one file. */
export function workerEntry(): string {
	if (built !== undefined) return built;
	mkdirSync(folder, { recursive: true });
	built = join(folder, 'worker.js');
	// Test files run side by side: none may see half of a file.
	const fresh = join(folder, `${process.pid}.js`);
	execFileSync(
		join(root, 'node_modules/.bin/esbuild'),
		[
			join(root, 'nodes/shared/engine/log/worker.ts'),
			'--bundle',
			'--platform=node',
			'--format=cjs',
			'--log-level=warning',
			`--outfile=${fresh}`,
		],
		{ stdio: 'inherit' },
	);
	renameSync(fresh, built);
	return built;
}
