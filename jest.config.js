/** Everything but the real n8n. A long time-out: CI machines are slow; no test waits for it. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/dist'],
	watchman: false,
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(e2e|conformance)/'],
	transform: { '^.+\\.ts$': '@swc/jest' },
	// A thread has no transform: it runs the compiled file.
	moduleNameMapper: { '/workerEntry$': '<rootDir>/test/engine/support/workerEntry.ts' },
	setupFiles: ['<rootDir>/test/quiet.js'],
	// Nothing here measures time: all cores may be used.
	maxWorkers: '100%',
	testTimeout: 60_000,
};
