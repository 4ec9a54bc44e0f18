import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueAt } from '../../nodes/shared/engine/dataPath';
import { detect } from '../../nodes/shared/engine/detect/detect';
import { AMBIGUOUS, CLEAR, type ApiShape } from './support/apiShapes';

const detected = ({ request, headers, data }: ApiShape) => detect({ ...request, headers, data });

describe('first pages of public APIs', () => {
	it.each(CLEAR.map((each) => [each.api, each] as const))('%s', (_api, shape) => {
		expect(detected(shape)).toMatchObject({ sure: true, ...shape.expected });
	});

	it.each(AMBIGUOUS.map((each) => [each.api, each] as const))('unsure: %s', (_api, shape) => {
		expect(detected(shape)).toMatchObject({ sure: false, ...shape.expected });
	});
});
