/**
 * npm run conformance: the whole suite, with what measures wall time, and the table of cases and
 * targets. The mutation score is read from the last run of `npm run mutation`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'gtm-conformance-'));
const env = { ...process.env, GTM_FIGURES: join(folder, 'figures.jsonl') };
const args = ['--config', 'jest.conformance.config.js', ...process.argv.slice(2)];

const child = spawn('jest', args, { stdio: 'inherit', env });
const code = await new Promise((resolve) => {
	child.on('error', () => resolve(1));
	child.on('close', (ended) => resolve(ended ?? 1));
});
rmSync(folder, { recursive: true, force: true });
process.exit(code);
