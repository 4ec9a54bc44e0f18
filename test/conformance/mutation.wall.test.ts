import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordFigure } from './figures';

interface Mutant {
	status: string;
}
interface Report {
	files: Record<string, { source: string; mutants: Mutant[] }>;
}

const project = join(__dirname, '../..');
const file = join(project, '.cache/mutation/mutation.json');

/** As Stryker counts: what was noticed, of what could have been. */
function scoreOf(mutants: Mutant[]): number {
	const count = (...statuses: string[]) =>
		mutants.filter(({ status }) => statuses.includes(status)).length;
	const noticed = count('Killed', 'Timeout');
	return (noticed / (noticed + count('Survived', 'NoCoverage'))) * 100;
}

test('116. the last report of npm run mutation: at least 85 %, and of the files as they are', () => {
	if (!existsSync(file)) throw new Error('There is no report: run npm run mutation first.');
	const { files } = JSON.parse(readFileSync(file, 'utf8')) as Report;
	const changed = Object.entries(files).filter(
		([name, { source }]) => readFileSync(join(project, name), 'utf8') !== source,
	);
	expect(changed.map(([name]) => name)).toEqual([]);
	const scores = Object.entries(files).map(([name, { mutants }]) => [name, scoreOf(mutants)]);
	console.log(scores.map(([name, score]) => `${name}: ${Number(score).toFixed(1)} %`).join('\n'));
	const score = scoreOf(Object.values(files).flatMap(({ mutants }) => mutants));
	recordFigure('mutation-score', score);
	expect(score).toBeGreaterThanOrEqual(85);
});
