/**
 * The conformance suite. `npm test` leaves out what measures wall time (*.wall.test.ts);
 * `npm run conformance` runs everything and prints the table of cases and the targets.
 */
const wall = process.env.GTM_FIGURES !== undefined;

module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test/conformance'],
	transform: { '^.+\\.ts$': '@swc/jest' },
	// A thread has no transform: it runs the compiled file.
	moduleNameMapper: { '/workerEntry$': '<rootDir>/test/engine/support/workerEntry.ts' },
	modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/dist'],
	testPathIgnorePatterns: ['/node_modules/', ...(wall ? [] : ['\\.wall\\.test\\.ts$'])],
	reporters: ['default', '<rootDir>/test/conformance/reporter.js'],
	setupFiles: ['<rootDir>/test/quiet.js'],
	// What measures time must not share the machine with other files.
	...(wall ? { maxWorkers: 1 } : {}),
	testTimeout: 120_000,
	watchman: false,
};
