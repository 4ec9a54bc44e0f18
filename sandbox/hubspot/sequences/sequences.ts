import type { JsonObject } from '../../json';

export interface Sequence {
	id: string;
	name: string;
	userId: string;
}

export interface Enrollment {
	id: string;
	sequence: Sequence;
	contactId: string;
	toEmail: string;
	userId: string;
	senderEmail: string;
	enrolledAt: number;
}

const FIRST_ID = 5_010_001;
const FIRST_ENROLLMENT_ID = 990_000_001;

/** Sequences of each user, and the contacts that are in one. */
export class Sequences {
	private readonly all: readonly Sequence[];
	private readonly enrollments = new Map<string, Enrollment>();
	private nextId = FIRST_ENROLLMENT_ID;

	constructor(userIds: readonly string[], ofEach: number) {
		this.all = userIds.flatMap((userId, user) =>
			Array.from({ length: ofEach }, (_, index) => ({
				id: String(FIRST_ID + user * ofEach + index),
				name: `Sequence ${index + 1}`,
				userId,
			})),
		);
	}

	get enrolled(): number {
		return this.enrollments.size;
	}

	ofUser(userId: string): Sequence[] {
		return this.all.filter((sequence) => sequence.userId === userId);
	}

	enrollmentOf(contactId: string): Enrollment | undefined {
		return this.enrollments.get(contactId);
	}

	enroll(told: Omit<Enrollment, 'id' | 'enrolledAt'>): Enrollment {
		const enrollment = { ...told, id: String(this.nextId++), enrolledAt: Date.now() };
		this.enrollments.set(told.contactId, enrollment);
		return enrollment;
	}
}

export function sequenceView({ id, name, userId }: Sequence): JsonObject {
	const made = '2025-03-03T09:00:00.000Z';
	return { id, name, userId, createdAt: made, updatedAt: made };
}

/** What enrolling answers. */
export function enrolledView({ id, toEmail, enrolledAt }: Enrollment): JsonObject {
	const at = new Date(enrolledAt).toISOString();
	return { id, toEmail, enrolledAt: at, updatedAt: at };
}

/** What a contact's enrollment is read as. */
export function enrollmentView(enrollment: Enrollment): JsonObject {
	return {
		...enrolledView(enrollment),
		sequenceId: enrollment.sequence.id,
		sequenceName: enrollment.sequence.name,
		enrolledBy: enrollment.userId,
		enrolledByEmail: enrollment.senderEmail,
	};
}
