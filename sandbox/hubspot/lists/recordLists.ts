import type { JsonObject } from '../../json';

export type ProcessingType = 'MANUAL' | 'DYNAMIC' | 'SNAPSHOT';

export const PROCESSING_TYPES: readonly ProcessingType[] = ['MANUAL', 'DYNAMIC', 'SNAPSHOT'];

export interface RecordList {
	listId: string;
	name: string;
	objectTypeId: string;
	processingType: ProcessingType;
	filterBranch?: JsonObject;
	createdAt: number;
	updatedAt: number;
	/** Record id to the time it joined. */
	members: Map<string, number>;
}

const FIRST_ID = 1001;

/** The lists of the account. Members of a DYNAMIC one are nobody's to write, and none in here. */
export class RecordLists {
	private readonly lists = new Map<string, RecordList>();
	private nextId = FIRST_ID;

	create(
		told: Pick<RecordList, 'name' | 'objectTypeId' | 'processingType' | 'filterBranch'>,
	): RecordList {
		const now = Date.now();
		const listId = String(this.nextId++);
		const list = { ...told, listId, createdAt: now, updatedAt: now, members: new Map() };
		this.lists.set(listId, list);
		return list;
	}

	get(listId: string): RecordList | undefined {
		return this.lists.get(listId);
	}

	all(): RecordList[] {
		return [...this.lists.values()];
	}

	remove(list: RecordList): void {
		this.lists.delete(list.listId);
	}
}

export function listView(list: RecordList): JsonObject {
	const { members, createdAt, updatedAt, ...told } = list;
	return {
		...told,
		listVersion: 1,
		processingStatus: 'COMPLETE',
		size: members.size,
		createdAt: new Date(createdAt).toISOString(),
		updatedAt: new Date(updatedAt).toISOString(),
	};
}
