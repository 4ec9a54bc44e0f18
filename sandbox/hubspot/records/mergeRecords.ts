import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { storeIn } from '../call';
import { objectNotFound, validationError } from '../refusals';
import { bodyOf, requiredText } from '../requestBody';
import { readView } from './recordView';
import { effectOf } from './writeRecord';

/**
 * `{primaryObjectId, objectIdToMerge}`. The answer is the new record, which has an id of its own;
 * the primary's associations come before the other's.
 */
export function mergeRecords(call: Call): VendorAnswer {
	const { account } = call;
	const store = storeIn(call);
	const body = bodyOf(call.request);
	const ids = [requiredText(body, 'primaryObjectId'), requiredText(body, 'objectIdToMerge')];
	const [primary, other] = ids.map((id) => store.find('hs_object_id', id));
	if (primary === undefined || other === undefined) throw objectNotFound();
	if (primary === other) throw validationError('Cannot merge an object with itself');
	const merged = store.merge(primary, other);
	const end = { typeId: store.type.id, id: merged.id };
	for (const { id } of [primary, other]) account.associations.move({ ...end, id }, end);
	return jsonAnswer(
		200,
		readView(store, merged, ['hs_merged_object_ids', ...store.type.defaults]),
		{
			applied: true,
			rows: 1,
			effects: [effectOf(store, merged, 'merged')],
		},
	);
}
