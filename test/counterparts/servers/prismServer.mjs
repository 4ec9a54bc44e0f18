import { createRequire } from 'node:module';

import { options, ready } from './child.mjs';

// The command's own packages, without its watching of the file and its log.
const require = createRequire(import.meta.resolve('@stoplight/prism-cli/package.json'));
const { createLogger } = require('@stoplight/prism-core');
const { getHttpOperationsFromSpec } = require('@stoplight/prism-http');
const { createServer } = require('@stoplight/prism-http-server');

// As `prism mock` starts it.
const config = {
	isProxy: false,
	checkSecurity: true,
	validateRequest: true,
	validateResponse: true,
	errors: false,
	upstreamProxy: undefined,
	mock: { dynamic: false, ignoreExamples: false },
};

const operations = await getHttpOperationsFromSpec(options.document);
const logger = createLogger('prism', { level: 'silent' });
const server = createServer(operations, { cors: false, config, components: { logger } });
ready(await server.listen(0, '127.0.0.1'));
