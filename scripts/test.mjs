/**
 * npm test: the static checks, the build, the tests, the main job in a real n8n. Stops at the first
 * static check that fails; ends with "N passed, N failed, N skipped" over all tests.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const out = mkdtempSync(join(tmpdir(), 'gtm-test-'));

function run(title, command, args) {
	console.log(`\n== ${title}`);
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: 'inherit' });
		child.on('error', () => resolve(1));
		child.on('close', (code) => resolve(code ?? 1));
	});
}

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
for (const [title, config] of [
	['Unit and engine tests', 'jest.config.js'],
	['The conformance suite', 'jest.conformance.config.js'],
	['The main job in a real n8n', 'jest.e2e.config.js'],
]) {
	const file = join(out, `${config}.json`);
	const code = await run(title, 'jest', ['--config', config, '--json', '--outputFile', file]);
	const result = readResult(file);
	sums.passed += result.numPassedTests;
	sums.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
	sums.skipped += result.numPendingTests + result.numTodoTests;
	// A run that broke outside its tests has failed as well.
	if (code !== 0 && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) {
		sums.failed += 1;
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
