import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
let built: string | undefined;

/** The log's thread, compiled as gulp does, but in one file. */
export function workerEntry(): string {
	if (built !== undefined) return built;
	const folder = mkdtempSync(join(tmpdir(), 'gtm-log-worker-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	built = join(folder, 'worker.js');
	execFileSync(
		join(root, 'node_modules/.bin/esbuild'),
		[
			join(root, 'nodes/shared/engine/log/worker.ts'),
			'--bundle',
			'--platform=node',
			'--format=cjs',
			'--log-level=warning',
			`--outfile=${built}`,
		],
		{ stdio: 'inherit' },
	);
	return built;
}
