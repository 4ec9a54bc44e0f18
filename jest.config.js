/** Everything but the real n8n. A long time-out: CI machines are slow; no test waits for it. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/dist'],
	watchman: false,
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(e2e|conformance)/'],
	transform: { '^.+\\.ts$': '@swc/jest' },
	setupFiles: ['<rootDir>/test/quiet.js'],
	testTimeout: 60_000,
};
