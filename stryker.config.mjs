import jest from './jest.config.js';

/**
 * npm run mutation: changes the files that decide, one place at a time, and runs the engine's
 * tests against each change. What no test notices has survived.
 * test/conformance/mutation.wall.test.ts reads the report.
 */
const engine = 'nodes/shared/engine';
const out = '.cache/mutation';

export default {
	mutate: [
		...['classify', 'timing', 'batch', 'gate/quotaState', 'gate/learned', 'gate/pace'].map(
			(file) => `${engine}/${file}.ts`,
		),
		`${engine}/pages/*.ts`,
		// An encoding, and no decision.
		`!${engine}/pages/resume.ts`,
	],
	testRunner: 'jest',
	jest: {
		projectType: 'custom',
		config: {
			...jest,
			// The conformance suite would find more, but takes many times as long.
			roots: ['nodes', 'test/engine'].map((folder) => `<rootDir>/${folder}`),
		},
	},
	concurrency: 2,
	incremental: true,
	incrementalFile: `${out}/incremental.json`,
	tempDirName: '.cache/stryker',
	ignorePatterns: ['.cache', 'dist', 'docs', 'workflows'],
	reporters: ['clear-text', 'progress', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	jsonReporter: { fileName: `${out}/mutation.json` },
	thresholds: { high: 95, low: 85, break: 85 },
	// The tests run on a fake clock: what has not ended by then never will.
	timeoutMS: 8_000,
	dryRunTimeoutMinutes: 20,
};
