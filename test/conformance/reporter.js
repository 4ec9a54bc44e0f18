const { existsSync, readFileSync } = require('node:fs');
const { CASES, SECTIONS, numberOf } = require('./cases');
const { TARGETS } = require('./targets');

/**
 * Fails the run when a case has no executed, passed test, unless the list names the later issue
 * that brings it. With GTM_FIGURES it prints the table of cases and the targets with their figures.
 */
class ConformanceReporter {
	constructor(globalConfig) {
		// A run of chosen files or names says nothing of the other cases.
		this.whole = globalConfig.nonFlagArgs.length === 0 && !globalConfig.testNamePattern;
		this.figures = process.env.GTM_FIGURES;
		this.problems = [];
	}

	onRunComplete(_, results) {
		if (!this.whole) return;
		const tests = results.testResults.flatMap(({ testResults }) => testResults);
		const states = CASES.map((each) => ({ ...each, ...stateOf(each, tests, !this.figures) }));
		for (const { number, problem } of states) {
			if (problem) this.problems.push(`Case ${number}: ${problem}`);
		}
		if (this.figures) {
			printCases(states);
			this.problems.push(...printTargets(readFigures(this.figures)));
		}
		for (const problem of this.problems) console.log(problem);
	}

	getLastError() {
		return this.problems.length > 0 ? new Error(this.problems.join('\n')) : undefined;
	}
}

function stateOf({ number, later, wall }, tests, withoutWall) {
	const own = tests.filter(({ title }) => numberOf(title) === number);
	const passed = own.filter(({ status }) => status === 'passed').length;
	if (own.some(({ status }) => status === 'failed')) return { mark: '✕', problem: 'a test failed' };
	if (passed > 0) return { mark: '✓', passed };
	if (later) return { mark: '·', later };
	if (wall && withoutWall) return { mark: '·' };
	return { mark: '✕', problem: 'no test has passed' };
}

function printCases(states) {
	console.log('\nCases');
	for (const { name, cases } of SECTIONS) {
		const own = states.filter(({ number }) => cases.includes(number));
		console.log(`\n  ${name}`);
		console.log(`    ${own.map(({ number, mark }) => `${number} ${mark}`).join('   ')}`);
		for (const { number, mark, later } of own) {
			if (mark === '·' && later) console.log(`    ${number} comes with ${later}`);
		}
	}
	const passed = states.filter(({ mark }) => mark === '✓').length;
	const left = states.filter(({ later, mark }) => later && mark === '·').length;
	console.log(`\n  ${passed} of ${states.length - left} cases passed, ${left} come later`);
}

function readFigures(file) {
	if (!existsSync(file)) return new Map();
	const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
	return new Map(lines.map((line) => JSON.parse(line)).map(({ name, value }) => [name, value]));
}

/** Prints each target with its figure; returns what was missed. */
function printTargets(figures) {
	console.log('\nTargets\n');
	const problems = [];
	for (const { name, text, least, most, unit = '' } of TARGETS) {
		const value = figures.get(name);
		const isMet =
			value !== undefined && value >= (least ?? -Infinity) && value <= (most ?? Infinity);
		const bound = least === undefined ? `at most ${most}` : `at least ${least}`;
		const told = value === undefined ? 'not measured' : String(Math.round(value * 10) / 10);
		console.log(`  ${isMet ? '✓' : '✕'} ${text}: ${told} ${unit} (${bound})`);
		if (!isMet) problems.push(`Target ${name}: ${told}, but has to be ${bound}`);
	}
	console.log('');
	return problems;
}

module.exports = ConformanceReporter;
