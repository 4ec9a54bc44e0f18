/** The keys and tokens the sandbox knows. They open nothing but this sandbox. */

/** An Apollo master key: every endpoint. */
export const SANDBOX_APOLLO_KEY = 'sandbox-apollo-key-master';

/** An Apollo key scoped to people search alone; every other endpoint answers 403 API_INACCESSIBLE. */
export const SANDBOX_APOLLO_SEARCH_ONLY_KEY = 'sandbox-apollo-key-search-only';

/** A HubSpot private app token with every scope the sandbox asks for. */
export const SANDBOX_HUBSPOT_TOKEN = 'pat-sandbox-full';

/** A HubSpot token without `crm.objects.contacts.write`. */
export const SANDBOX_HUBSPOT_READ_ONLY_TOKEN = 'pat-sandbox-read-only';

/** A HubSpot token whose time has passed. */
export const SANDBOX_HUBSPOT_EXPIRED_TOKEN = 'pat-sandbox-expired';

/** The OAuth app a user can install into the sandbox's account. */
export const SANDBOX_HUBSPOT_CLIENT_ID = '5a4d0b0c-0000-4000-8000-00000000c11d';

/** Its secret, which signs webhooks too. */
export const SANDBOX_HUBSPOT_CLIENT_SECRET = '5a4d0b0c-0000-4000-8000-000000005ec7';

/** The app's id, as webhook paths name it. */
export const SANDBOX_HUBSPOT_APP_ID = 4_010_012;

/** What manages the app itself: its webhook settings and subscriptions. */
export const SANDBOX_HUBSPOT_DEVELOPER_KEY = 'sandbox-hubspot-developer-key';

/** A key of Instantly's API v2 with every scope. */
export const SANDBOX_INSTANTLY_KEY = 'c2FuZGJveC1pbnN0YW50bHk6ZnVsbA==';

/** A key of Instantly with the scopes to read, and no others. */
export const SANDBOX_INSTANTLY_READ_ONLY_KEY = 'c2FuZGJveC1pbnN0YW50bHk6cmVhZA==';

/** A Salesforce session that may do everything. Tokens hold the organization's id and a `!`. */
export const SANDBOX_SALESFORCE_TOKEN = '00D5g000000SbxA!AQ4AQFull.Sandbox_Session0001';

/** A Salesforce session whose user can only read. */
export const SANDBOX_SALESFORCE_READ_ONLY_TOKEN = '00D5g000000SbxA!AQ4AQRead.Sandbox_Session0002';

/** A Salesforce session whose time has passed. */
export const SANDBOX_SALESFORCE_EXPIRED_TOKEN = '00D5g000000SbxA!AQ4AQGone.Sandbox_Session0003';

/** The consumer key of the app that Salesforce's OAuth server knows. */
export const SANDBOX_SALESFORCE_CLIENT_ID = '3MVG9sandbox.connected_app.consumer_key';

/** Its consumer secret. */
export const SANDBOX_SALESFORCE_CLIENT_SECRET = '5AND80C5A1E5F0CEC05E7';

/** The user for whom every token acts, and the `sub` of a JWT. */
export const SANDBOX_SALESFORCE_USERNAME = 'integration@sandbox.example';

/** A key of Clay's public API. */
export const SANDBOX_CLAY_KEY = 'sandbox-clay-api-key-0001';

/** Behind /v3/sources/webhook/: a table's webhook source that asks for a token. */
export const SANDBOX_CLAY_WEBHOOK_PATH =
	'pull-in-data-from-a-webhook-5a4d0b0c-1111-4000-8000-00000000c1a1';

/** Its token, in x-clay-webhook-auth. */
export const SANDBOX_CLAY_WEBHOOK_TOKEN = 'sandbox-clay-webhook-token-0001';

/** Another table's source, which asks for none. */
export const SANDBOX_CLAY_OPEN_WEBHOOK_PATH = '5a4d0b0c-2222-4000-8000-00000000c1a2';
