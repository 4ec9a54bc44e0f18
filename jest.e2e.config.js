/** The main job in a real n8n, which all test files share. One file at a time: they share its log. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test/e2e'],
	transform: { '^.+\\.ts$': '@swc/jest' },
	globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
	globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
	modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/dist'],
	testTimeout: 600_000,
	maxWorkers: 1,
	watchman: false,
	// A test that failed half-way may leave a socket or a child process behind; the run ends all the same.
	forceExit: true,
};
