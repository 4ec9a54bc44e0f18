import type { PropertyDefinition } from './propertyDefinition';
import type { SeededRandom } from '../seededRandom';
import type { ContactStore } from './contactStore';

/** What every operation on contacts works with. */
export interface Account {
	store: ContactStore;
	definitions: ReadonlyMap<string, PropertyDefinition>;
	/** For the order of batch results, which HubSpot does not promise. */
	order: SeededRandom;
	searchCap: number;
	/** How long a new contact stays invisible to search. */
	indexLagMs: number;
}
