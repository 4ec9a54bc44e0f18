import type { SeededRandom } from '../seededRandom';
import { seededRandom, seedFrom } from '../seededRandom';
import { AssociationStore } from './associations/associationStore';
import { AssociationTypes } from './associations/associationTypes';
import { Journal } from '../journal';
import { ObjectStore } from './records/objectStore';
import { RecordLists } from './lists/recordLists';
import { Sequences } from './sequences/sequences';
import { Owners } from './settings/owners';
import type { ObjectName, ObjectType } from './types/objectType';
import { OBJECT_TYPES } from './types/objectTypes';

/**
 * Record ids of a grown account have eleven digits or more. Each type counts in a range of its own:
 * an id given to the wrong type is found nowhere.
 */
const FIRST_ID = 30_100_000_001;
const IDS_OF_A_TYPE = 1_000_000_000;

/** More than one page of them. */
const SEQUENCES_OF_A_USER = 12;

export interface AccountSettings {
	seed: number;
	searchCap: number;
	indexLagMs: number;
	owners: number;
}

/** What every operation works with: the records, how they belong together and the settings. */
export class Account {
	readonly journal = new Journal();
	readonly associationTypes = new AssociationTypes();
	readonly associations = new AssociationStore(this.associationTypes, this.journal);
	readonly owners: Owners;
	readonly lists = new RecordLists();
	readonly sequences: Sequences;
	/** For the order of batch results, which HubSpot does not promise. */
	readonly order: SeededRandom;
	readonly searchCap: number;
	private readonly stores: ReadonlyMap<ObjectName, ObjectStore>;

	constructor({ seed, searchCap, indexLagMs, owners }: AccountSettings) {
		this.owners = new Owners(owners);
		const users = this.owners.active().map(({ userId }) => String(userId));
		this.sequences = new Sequences(users, SEQUENCES_OF_A_USER);
		this.order = seededRandom(seedFrom(seed, 'batch result order'));
		this.searchCap = searchCap;
		this.stores = new Map(
			OBJECT_TYPES.map((type, index) => {
				const firstId = FIRST_ID + index * IDS_OF_A_TYPE;
				return [type.name, new ObjectStore(type, this.journal, firstId, indexLagMs)];
			}),
		);
	}

	store(name: ObjectName): ObjectStore {
		const store = this.stores.get(name);
		if (store === undefined) throw new Error(`No store for ${name}`);
		return store;
	}

	storeOf(type: ObjectType): ObjectStore {
		return this.store(type.name);
	}
}
