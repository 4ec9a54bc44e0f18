import { startCounterpart, type Counterpart } from './counterpart';

export interface YogaOptions {
	people: number;
	/** Every query then costs points, as with Shopify; without this nothing is throttled. */
	points?: {
		maximum: number;
		/** Points that come back in a second. */
		restoreRate: number;
	};
}

export interface YogaCounts {
	requests: number;
	throttled: number;
	/** How often addPerson was applied, by email. */
	applied: Record<string, number>;
}

export interface YogaServer extends Counterpart {
	/** Where queries are posted: `url` + `/graphql`. */
	endpoint: string;
	/** What `GET /counts` answers. */
	counts(): Promise<YogaCounts>;
}

/** GraphQL Yoga with a Relay connection `people`; a page has 100 rows at most, whatever is asked. */
export async function yogaServer(options: YogaOptions): Promise<YogaServer> {
	const server = await startCounterpart('yogaServer.mjs', options);
	const counts = async () => (await (await fetch(`${server.url}/counts`)).json()) as YogaCounts;
	return { ...server, endpoint: `${server.url}/graphql`, counts };
}
