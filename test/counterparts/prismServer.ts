import { join } from 'node:path';

import { startCounterpart, type Counterpart } from './counterpart';

const CONTACTS = join(__dirname, 'fixtures/contacts.openapi.yaml');

/**
 * Prism's mock of an OpenAPI file: a request that the file does not allow is answered 4xx with
 * problem+json. It keeps nothing: answers are the file's examples, the first one unless the request
 * says otherwise (`Prefer: example=first`, `Prefer: code=404`, `Prefer: dynamic=true`).
 */
export function prismServer({ document = CONTACTS } = {}): Promise<Counterpart> {
	return startCounterpart('prismServer.mjs', { document });
}
