import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Entry {
	version?: string;
	resolved?: string;
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
}

const root = join(__dirname, '..', '..');
const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const packages: Record<string, Entry> = read('package-lock.json').packages;

describe('package-lock.json', () => {
	test('agrees with package.json on what the package itself needs', () => {
		const { devDependencies, peerDependencies } = read('package.json');
		expect(packages['']).toMatchObject({ devDependencies, peerDependencies });
		expect(packages['']?.dependencies).toBeUndefined();
	});

	test('names every optional package, other platforms’ too (else: npm run lock)', () => {
		const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
		const optional = Object.values(packages).flatMap((entry) =>
			Object.keys(entry.optionalDependencies ?? {}),
		);
		expect(optional.length).toBeGreaterThan(20);
		expect(optional.filter((name) => !names.has(name))).toEqual([]);
	});

	test('names no registry', () => {
		const resolved = Object.values(packages).flatMap((entry) => entry.resolved ?? []);
		expect(resolved).toEqual([]);
	});
});
