import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn, storeIn } from '../call';
import type { PropertyDefinition } from '../propertyDefinition';
import { objectNotFound, validationError } from '../refusals';

const SENSITIVITIES = ['non_sensitive', 'sensitive', 'highly_sensitive'];

/** Nothing is archived in here and nothing sensitive: asking for such gives an empty list. */
function shown(call: Call): PropertyDefinition[] {
	const { query } = call.request;
	const sensitivity = query.get('dataSensitivity') ?? 'non_sensitive';
	if (!SENSITIVITIES.includes(sensitivity)) {
		throw validationError(`Invalid dataSensitivity ${sensitivity}`);
	}
	const none = query.get('archived') === 'true' || sensitivity !== 'non_sensitive';
	return none ? [] : [...storeIn(call).definitions.values()];
}

/** All of them at once: this list has no pages. */
export function listProperties(call: Call): VendorAnswer {
	return jsonAnswer(200, { results: shown(call) }, { applied: true });
}

export function readProperty(call: Call): VendorAnswer {
	const name = paramIn(call, 'name');
	const definition = shown(call).find((each) => each.name === name);
	if (definition === undefined) throw objectNotFound(`Property ${name} does not exist`);
	return jsonAnswer(200, definition, { applied: true });
}
