import { accountDetails, dailyUsage } from '../accountInfo';
import { typeIn } from '../call';
import { listOwners, readOwner } from '../settings/readOwners';
import { listPipelines, listStages, readPipeline, readStage } from '../settings/readPipelines';
import { listProperties, readProperty } from '../settings/readProperties';
import { listSchemas, readSchema } from '../settings/readSchemas';
import type { Operation, Route } from './route';
import { routes } from './route';

const PROPERTIES = ['/crm/v3/properties', '/crm/properties/*'];
const PIPELINES = ['/crm/v3/pipelines', '/crm/pipelines/*'];
const OWNERS = ['/crm/v3/owners', '/crm/owners/*'];
const SCHEMAS = ['/crm-object-schemas/v3/schemas', '/crm-object-schemas/*/schemas'];
const ACCOUNT_INFO = ['/account-info/v3', '/account-info/*'];

/** Of a type: its schema scope or, as the specifications list it too, the scope to read records. */
function ofType(name: string, run: Operation['run']): Operation {
	return { name, needs: (types) => [typeIn({ types }).scopes.schema], run };
}

function scoped(name: string, scopes: readonly string[], run: Operation['run']): Operation {
	return { name, needs: () => (scopes.length === 0 ? [] : [scopes]), run };
}

const OWNER_SCOPES = ['crm.objects.owners.read'];
const SCHEMA_SCOPES = ['crm.schemas.custom.read', 'crm.objects.custom.read'];

export const SETTING_ROUTES: readonly Route[] = [
	...routes(PROPERTIES, '/:type', { GET: ofType('properties', listProperties) }),
	...routes(PROPERTIES, '/:type/:name', { GET: ofType('property', readProperty) }),
	...routes(PIPELINES, '/:type', { GET: ofType('pipelines', listPipelines) }),
	...routes(PIPELINES, '/:type/:pipeline', { GET: ofType('pipeline', readPipeline) }),
	...routes(PIPELINES, '/:type/:pipeline/stages', { GET: ofType('stages', listStages) }),
	...routes(PIPELINES, '/:type/:pipeline/stages/:stage', { GET: ofType('stage', readStage) }),
	...routes(OWNERS, '', { GET: scoped('owners', OWNER_SCOPES, listOwners) }),
	...routes(OWNERS, '/:id', { GET: scoped('owner', OWNER_SCOPES, readOwner) }),
	...routes(SCHEMAS, '', { GET: scoped('schemas', SCHEMA_SCOPES, listSchemas) }),
	...routes(SCHEMAS, '/:id', { GET: scoped('schema', SCHEMA_SCOPES, readSchema) }),
	...routes(ACCOUNT_INFO, '/details', { GET: scoped('details', [], accountDetails) }),
	...routes(ACCOUNT_INFO, '/api-usage/daily/private-apps', {
		GET: scoped('usage', [], ({ limits }) => dailyUsage(limits)),
	}),
];
