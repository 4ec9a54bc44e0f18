import { asArray, asObject } from '../../../nodes/shared/engine/body';
import type { ClientSettings } from '../../../nodes/shared/engine/client';
import { cursorPages } from '../../../nodes/shared/engine/pages/cursor';
import { idOf } from '../../../nodes/shared/engine/pages/keyset';
import type { PageStyle } from '../../../nodes/shared/engine/pages/style';
import { walk, type Walk, type WalkOptions } from '../../../nodes/shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../../nodes/shared/engine/types';
import { read } from '../../engine/support/testVendor';
import { reply, type Reply, type Seen } from '../server/faultServer';
import type { Scene } from './scene';

/** A page of `{rows, …}`. */
export const page = (rows: JsonValue[], rest: object = {}): Reply => reply(200, { rows, ...rest });

/** Rows with the ids from the first number to the last. */
export const rowsTo = (last: number, first = 1) =>
	Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => ({
		id: String(first + place),
	}));
export const idsTo = (last: number, first = 1) => rowsTo(last, first).map(({ id }) => id);
export const idsOf = ({ rows }: Walk) => rows.map(idOf);

export const queryOf = ({ path }: Pick<Seen, 'path'>) =>
	new URL(path, 'http://127.0.0.1').searchParams;

export const asked = (query: ApiRequest['query']) => read({ path: '/rows', query });

/** `{rows, next}`: the cursor of the next page. */
export const byCursor: PageStyle = cursorPages({
	at: 'next',
	request: (after) => asked({ after }),
});

/** Reads a list of `{rows, total}` over a real socket. */
export async function list(
	scene: Scene,
	style: PageStyle,
	{ settings = {}, ...options }: Partial<WalkOptions> & { settings?: Partial<ClientSettings> } = {},
): Promise<Walk> {
	return await walk(scene.client({ settings }), {
		style,
		read: (data) => {
			const { rows, total } = asObject(data);
			return { rows: asArray(rows), ...(typeof total === 'number' ? { total } : {}) };
		},
		keyOf: idOf,
		limit: Infinity,
		...options,
	});
}
