import { OBJECT_TYPES } from '../types/objectTypes';
import type { AssociationType } from './associationType';

type Pair = [from: string, to: string, there: number, back: number];

/** Unlabeled associations and their ids in both directions (HubSpot, associations guide, 2026-03). */
const UNLABELED: readonly Pair[] = [
	['contact', 'contact', 449, 449],
	['contact', 'company', 279, 280],
	['contact', 'deal', 4, 3],
	['contact', 'ticket', 15, 16],
	['contact', 'lead', 609, 608],
	['contact', 'call', 193, 194],
	['contact', 'email', 197, 198],
	['contact', 'meeting', 199, 200],
	['contact', 'note', 201, 202],
	['contact', 'task', 203, 204],
	['company', 'company', 450, 450],
	['company', 'deal', 342, 341],
	['company', 'ticket', 340, 339],
	['company', 'lead', 611, 610],
	['company', 'call', 181, 182],
	['company', 'email', 185, 186],
	['company', 'meeting', 187, 188],
	['company', 'note', 189, 190],
	['company', 'task', 191, 192],
	['deal', 'deal', 451, 451],
	['deal', 'ticket', 27, 28],
	['deal', 'lead', 1038, 1037],
	['deal', 'call', 205, 206],
	['deal', 'email', 209, 210],
	['deal', 'meeting', 211, 212],
	['deal', 'note', 213, 214],
	['deal', 'task', 215, 216],
	['ticket', 'ticket', 452, 452],
	['ticket', 'call', 219, 220],
	['ticket', 'email', 223, 224],
	['ticket', 'meeting', 225, 226],
	['ticket', 'note', 227, 228],
	['ticket', 'task', 229, 230],
	['lead', 'call', 596, 597],
	// 599 is in no table; it follows its neighbours.
	['lead', 'email', 598, 599],
	['lead', 'meeting', 600, 601],
	['lead', 'note', 854, 855],
	['lead', 'task', 646, 647],
];

/** A record has at most one primary of each; 579 and 581 are in no table, they follow 583. */
const PRIMARY: readonly Pair[] = [
	['contact', 'company', 1, 2],
	['deal', 'company', 5, 6],
	['ticket', 'company', 26, 25],
	['lead', 'contact', 578, 579],
	['lead', 'company', 580, 581],
	['lead', 'deal', 582, 583],
];

/** An account's own object gets ids of its own; these are as good as any. */
const CUSTOM: readonly Pair[] = [
	['car', 'contact', 501, 502],
	['car', 'company', 503, 504],
	['car', 'deal', 505, 506],
	['car', 'ticket', 507, 508],
	['car', 'call', 509, 510],
	['car', 'email', 511, 512],
	['car', 'meeting', 513, 514],
	['car', 'note', 515, 516],
	['car', 'task', 517, 518],
];

const IDS = new Map(OBJECT_TYPES.map(({ singular, id }) => [singular, id]));

function idOf(singular: string): string {
	const id = IDS.get(singular);
	if (id === undefined) throw new Error(`No object type ${singular}`);
	return id;
}

function bothWays(
	[from, to, there, back]: Pair,
	told: Pick<AssociationType, 'category' | 'label'> & { suffix?: string },
): AssociationType[] {
	const { category, label, suffix = '' } = told;
	const one = (a: string, b: string, typeId: number, inverseId: number): AssociationType => {
		const name = `${a}_to_${b}${suffix}`;
		return { category, label, typeId, inverseId, name, from: idOf(a), to: idOf(b) };
	};
	return there === back
		? [one(from, to, there, back)]
		: [one(from, to, there, back), one(to, from, back, there)];
}

function hasPrimary([from, to]: Pair): boolean {
	return PRIMARY.some(([a, b]) => (a === from && b === to) || (a === to && b === from));
}

export function definedTypes(): AssociationType[] {
	const category = 'HUBSPOT_DEFINED' as const;
	const family: Pair = ['company', 'company', 13, 14];
	const [child, parent] = bothWays(family, { category, label: 'Child Company' });
	return [
		...UNLABELED.flatMap((pair) => {
			// Where there is a primary association it has the plain name.
			const suffix = hasPrimary(pair) ? '_unlabeled' : '';
			return bothWays(pair, { category, label: null, suffix });
		}),
		...PRIMARY.flatMap((pair) =>
			bothWays(pair, { category, label: 'Primary' }).map((type) => ({
				...type,
				single: type.typeId === pair[2],
			})),
		),
		...(child === undefined ? [] : [{ ...child, name: 'parent_to_child_company' }]),
		...(parent === undefined
			? []
			: [{ ...parent, name: 'child_to_parent_company', label: 'Parent Company' }]),
		...CUSTOM.flatMap((pair) => bothWays(pair, { category: 'USER_DEFINED', label: null })),
	];
}
