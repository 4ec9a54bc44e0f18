/**
 * npm run mutation [group …]: runs the groups of mutationGroups.mjs one by one and puts their reports
 * together as .cache/mutation/mutation.json, out of which test/conformance/mutation.wall.test.ts tells
 * the score of all files.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GROUPS, groupNamed } from './mutationGroups.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.cache/mutation');
const whole = join(folder, 'mutation.json');
const chosen = process.argv.slice(2);

const files = chosen.length === 0 ? {} : readFiles(whole);
for (const { name } of chosen.length === 0 ? GROUPS : chosen.map(groupNamed)) {
	console.log(`\n== ${name}`);
	const env = { ...process.env, GTM_MUTATION_GROUP: name };
	const { status } = spawnSync('stryker', ['run'], { cwd: root, stdio: 'inherit', env });
	if (status !== 0) process.exit(status ?? 1);
	Object.assign(files, readFiles(join(folder, `${name}.json`)));
}
mkdirSync(folder, { recursive: true });
writeFileSync(whole, JSON.stringify({ files }));
console.log(`\nReport of ${Object.keys(files).length} files: ${whole}`);

function readFiles(file) {
	return JSON.parse(readFileSync(file, 'utf8')).files;
}
