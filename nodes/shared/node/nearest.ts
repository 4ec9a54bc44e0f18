/** A field of a vendor by both of its names. */
export interface Named {
	name: string;
	label: string;
}

const MOST_NAMES = 3;

/** "The nearest to x: a (A), b (B).": fields that may be meant; empty where none is near. */
export function nearestText(name: string, known: Named[]): string {
	const near = nearest(name, known).map((each) => `${each.name} (${each.label})`);
	return near.length === 0 ? '' : `The nearest to ${name}: ${near.join(', ')}.`;
}

/** Fields whose names or labels are the same but for slips, or begin alike; the nearest first. */
function nearest(name: string, known: Named[]): Named[] {
	const wanted = plain(name);
	const most = Math.max(2, Math.floor(wanted.length / 3));
	return known
		.map((each) => ({ each, distance: distanceTo(wanted, each) }))
		.filter(({ distance }) => distance <= most)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, MOST_NAMES)
		.map(({ each }) => each);
}

function distanceTo(wanted: string, { name, label }: Named): number {
	const forms = [plain(name), plain(label)];
	const begins = forms.some((form) => wanted.length > 2 && form.startsWith(wanted));
	return Math.min(begins ? 1 : Infinity, ...forms.map((form) => editDistance(wanted, form)));
}

function plain(text: string): string {
	return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Levenshtein's: the fewest letters to add, remove or change. */
function editDistance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, place) => place);
	for (let at = 1; at <= one.length; at += 1) {
		const next = [at];
		for (let place = 1; place <= other.length; place += 1) {
			const change = (row[place - 1] ?? 0) + (one[at - 1] === other[place - 1] ? 0 : 1);
			next.push(Math.min(change, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[other.length] ?? 0;
}
