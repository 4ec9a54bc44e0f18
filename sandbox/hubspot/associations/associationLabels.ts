import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Call } from '../call';
import { typeIn } from '../call';
import { validationError } from '../refusals';
import { bodyOf, requiredText } from '../requestBody';
import type { AssociationType } from './associationType';
import { MAX_LABELS } from './associationTypes';

function labelView({ category, typeId, label }: AssociationType): JsonObject {
	return { category, typeId, label };
}

/** Every type of this pair in this direction, the unlabeled one with a label of null. */
export function listLabels(call: Call): VendorAnswer {
	const types = call.account.associationTypes.between(typeIn(call, 'from'), typeIn(call, 'to'));
	return jsonAnswer(200, { results: types.map(labelView) }, { applied: true });
}

/** `{name, label, inverseLabel?}`; the answer has one id for each direction. */
export function createLabel(call: Call): VendorAnswer {
	const { associationTypes } = call.account;
	const [from, to] = [typeIn(call, 'from'), typeIn(call, 'to')];
	const body = bodyOf(call.request);
	const name = requiredText(body, 'name');
	const label = requiredText(body, 'label');
	const { inverseLabel } = body;
	if (/^\d|-/.test(name)) {
		throw validationError(`Invalid name ${name}: no hyphens and no digit at its beginning`);
	}
	const own = associationTypes.ownLabels(from, to);
	if (own.some((each) => each.name === name || each.label === label)) {
		throw validationError(`An association label ${label} exists already`);
	}
	if (own.length >= MAX_LABELS) throw validationError(`At most ${MAX_LABELS} association labels`);
	const paired = typeof inverseLabel === 'string' && inverseLabel !== '' ? { inverseLabel } : {};
	const made = associationTypes.addLabel(from, to, { name, label, ...paired });
	return jsonAnswer(200, { results: made.map(labelView) }, { applied: true });
}
