/**
 * npm test: the static checks, the build, the tests, the main job in a real n8n. Stops at the first
 * static check that fails; ends with "N passed, N failed, N skipped" over all tests.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const out = mkdtempSync(join(tmpdir(), 'gtm-test-'));

/** Runs it to its end, or for so many minutes; then all its processes are ended and it has failed. */
function run(title, command, args, minutes = 15) {
	console.log(`\n== ${title}`);
	return new Promise((resolve) => {
		// A process group of its own, so that its children can be ended with it.
		const child = spawn(command, args, { stdio: 'inherit', detached: true });
		const end = () => endGroup(child);
		const timer = setTimeout(() => {
			console.log(`\n${title}: not done after ${minutes} minutes, ended`);
			end();
		}, minutes * 60_000);
		process.once('exit', end);
		const done = (code) => {
			clearTimeout(timer);
			process.removeListener('exit', end);
			resolve(code);
		};
		child.on('error', () => done(1));
		child.on('exit', (code) => done(code ?? 1));
	});
}

function endGroup({ pid }) {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Already gone.
	}
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

for (const [title, args] of [
	['Types', ['run', '--silent', 'typecheck']],
	['Format', ['run', '--silent', 'format:check']],
	['Lint', ['run', '--silent', 'lint']],
	['Build', ['run', '--silent', 'build']],
]) {
	const code = await run(title, 'npm', args);
	if (code !== 0) {
		console.log(`\n${title} failed`);
		process.exit(code);
	}
}

const sums = { passed: 0, failed: 0, skipped: 0 };
// The last one installs n8n where the cache does not have it: five to ten minutes.
for (const [title, config, minutes] of [
	['Unit and engine tests', 'jest.config.js', 15],
	['The conformance suite', 'jest.conformance.config.js', 8],
	['Workflows in a real n8n', 'jest.e2e.config.js', 30],
]) {
	const file = join(out, `${config}.json`);
	const args = ['--config', config, '--json', '--outputFile', file];
	const code = await run(title, 'jest', args, minutes);
	const result = readResult(file);
	sums.passed += result.numPassedTests;
	sums.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
	sums.skipped += result.numPendingTests + result.numTodoTests;
	// A run that broke outside its tests has failed as well.
	if (code !== 0 && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) {
		sums.failed += 1;
	}
	if (config === 'jest.config.js') {
		const check = ['scripts/operations.mjs', file, '--check'];
		if ((await run('The page of operations', 'node', check)) !== 0) sums.failed += 1;
	}
}

function readResult(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return {
			numPassedTests: 0,
			numFailedTests: 1,
			numRuntimeErrorTestSuites: 0,
			numPendingTests: 0,
			numTodoTests: 0,
		};
	}
}

console.log(`\n${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
process.exit(sums.failed > 0 || sums.passed === 0 ? 1 : 0);
