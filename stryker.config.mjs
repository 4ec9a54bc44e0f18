import jest from './jest.config.js';
import { groupNamed } from './scripts/mutationGroups.mjs';

/**
 * One group of `npm run mutation`: changes the files that decide, one place at a time, and runs the
 * group's own tests against each change. What no test notices has survived.
 */
const { name, files, tests } = groupNamed(process.env.GTM_MUTATION_GROUP);
const out = '.cache/mutation';

export default {
	mutate: files.map((file) => `nodes/shared/engine/${file}.ts`),
	testRunner: 'jest',
	jest: {
		projectType: 'custom',
		// All tests of the engine would find more, but take many times as long for each change.
		enableFindRelatedTests: false,
		config: {
			...jest,
			roots: ['nodes', 'test/engine'].map((folder) => `<rootDir>/${folder}`),
			testRegex: `engine/(${tests})\\.test\\.ts$`,
		},
	},
	concurrency: 2,
	tempDirName: `.cache/stryker/${name}`,
	ignorePatterns: ['.cache', 'dist', 'docs', 'workflows'],
	reporters: ['clear-text', 'progress', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	jsonReporter: { fileName: `${out}/${name}.json` },
	// Judged over all groups, by scripts/mutation.mjs.
	thresholds: { high: 95, low: 85, break: null },
	// The tests run on a fake clock: what has not ended by then never will.
	timeoutMS: 15_000,
	dryRunTimeoutMinutes: 20,
};
