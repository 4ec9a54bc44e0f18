import type { JsonObject } from '../../json';

/** `id` is what records are given to; `userId` never is (HubSpot, owners guide, 2026-03). */
export interface Owner {
	id: string;
	userId: number;
	email: string;
	archived: boolean;
	index: number;
}

const FIRST_ID = 41_629_001;
const FIRST_USER_ID = 9_586_001;

/** Users who have left; their owners are archived. */
const ARCHIVED = 2;

/** The users of the account. They have numbers for names: nobody in here is made up. */
export class Owners {
	private readonly all: readonly Owner[];

	constructor(active: number) {
		this.all = Array.from({ length: active + ARCHIVED }, (_, index) => ({
			id: String(FIRST_ID + index),
			userId: FIRST_USER_ID + index,
			email: `owner${index + 1}@sandbox.example`,
			archived: index >= active,
			index: index + 1,
		}));
	}

	active(): Owner[] {
		return this.all.filter(({ archived }) => !archived);
	}

	archived(): Owner[] {
		return this.all.filter(({ archived }) => archived);
	}

	canOwn(id: string): boolean {
		return this.all.some((owner) => owner.id === id && !owner.archived);
	}

	ofUser(userId: string): Owner | undefined {
		return this.active().find((owner) => String(owner.userId) === userId);
	}
}

/** An owner who has left has no `userId` any more, only `userIdIncludingInactive`. */
export function ownerView({ id, userId, email, archived, index }: Owner): JsonObject {
	return {
		id,
		email,
		type: 'PERSON',
		firstName: 'Owner',
		lastName: String(index),
		userId: archived ? null : userId,
		userIdIncludingInactive: userId,
		createdAt: '2025-01-06T09:00:00.000Z',
		updatedAt: '2025-06-02T09:00:00.000Z',
		archived,
		...(archived ? {} : { teams: [{ id: '368001', name: 'Sales Team', primary: true }] }),
	};
}
