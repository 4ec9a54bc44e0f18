/** The files that decide, below nodes/shared/engine, and their own tests, below test/engine. */
export const GROUPS = [
	{ name: 'classify', files: ['classify'], tests: 'classify.*' },
	{ name: 'timing', files: ['timing'], tests: 'timing.*' },
	{ name: 'batch', files: ['batch'], tests: 'batch.*' },
	{
		name: 'gate',
		files: ['gate/quotaState', 'gate/learned', 'gate/pace'],
		tests: 'quotaState.*|learned|pace',
	},
	// resume.ts is an encoding, and no decision.
	{ name: 'pages', files: ['pages/!(resume)'], tests: 'pages.*' },
];

export function groupNamed(name) {
	const group = GROUPS.find((each) => each.name === name);
	if (group) return group;
	const names = GROUPS.map((each) => each.name).join(', ');
	throw new Error(
		`GTM_MUTATION_GROUP is "${name}", and has to be one of ${names}: npm run mutation`,
	);
}
