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
