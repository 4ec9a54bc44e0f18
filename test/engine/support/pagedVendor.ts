import type { Outcome } from '../../../nodes/shared/engine/client';
import { asArray, asObject, asText } from '../../../nodes/shared/engine/body';
import type { Resume } from '../../../nodes/shared/engine/pages/resume';
import { idOf } from '../../../nodes/shared/engine/pages/keyset';
import type { Walk, WalkOptions } from '../../../nodes/shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../../nodes/shared/engine/types';

type Query = Record<string, string | undefined>;

/** An answer 200 with this body. */
export const ok = (data: JsonValue | undefined): Outcome => ({
	ok: true,
	url: 'http://127.0.0.1/rows',
	status: 200,
	headers: {},
	data,
	logId: 1,
});

export const broken: Outcome = {
	ok: false,
	reason: 'retries-used-up',
	status: 500,
	error: { message: 'boom' },
	processed: 'unknown',
	attempts: [],
	logId: 9,
};

/** A client over a function; `asked` lists the queries, "" for none. */
export function over(answer: (query: Query, place: number) => JsonValue | undefined | Outcome) {
	const asked: string[] = [];
	const client = {
		send: async ({ query = {} }: ApiRequest): Promise<Outcome> => {
			if (asked.length >= 300) throw new Error('an endless walk');
			const plain: Query = Object.fromEntries(
				Object.entries(query)
					.filter(([, value]) => value !== undefined)
					.map(([key, value]) => [key, String(value)]),
			);
			asked.push(new URLSearchParams(plain as Record<string, string>).toString());
			const told = answer(plain, asked.length - 1);
			const isOutcome = told !== null && typeof told === 'object' && 'ok' in told;
			return await Promise.resolve(isOutcome ? (told as Outcome) : ok(told as JsonValue));
		},
	};
	return { client, asked };
}

const rowsAndTotal: WalkOptions['read'] = (data) => {
	const { rows, total } = asObject(data);
	return { rows: asArray(rows), ...(typeof total === 'number' ? { total } : {}) };
};

/** A place behind so many rows; which list it belongs to only a node asks. */
export const placeAt = (cursor: Resume['cursor'], before = 0, lastKey?: string): Resume => ({
	of: 'list',
	cursor,
	before,
	...(lastKey === undefined ? {} : { lastKey }),
});

/** Where to go on, as an option of the next walk. */
export const from = ({ report: { resume } }: Walk) => (resume ? { start: resume } : {});
export const ids = ({ rows }: Walk) => rows.map((row) => asText(asObject(row).id));
/** Rows with the ids from the first to the last number. */
export const make = (from: number, to: number) =>
	Array.from({ length: Math.max(0, to - from + 1) }, (_, place) => ({ id: String(from + place) }));
export const numbers = (from: number, to: number) => make(from, to).map(({ id }) => id);

export const all = { read: rowsAndTotal, keyOf: idOf, limit: Infinity };
