import type { Failure } from '../../../shared/engine/client';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { isTypeRefused, readObjectType } from '../../objectType';
import { readRecordId } from '../records/rows';

/** A record by its type, as paths name it, and its ID. */
export interface End {
	type: string;
	id: string;
}

/** Two records, in the direction in which they are associated. */
export interface Pair {
	from: End;
	to: End;
}

/** One record of an item. */
export function readEnd(read: ParameterReader, side: 'from' | 'to'): End | Problem {
	const type = readEndType(read, side);
	if (type instanceof Problem) return type;
	const label = side === 'from' ? 'From Record ID' : 'To Record ID';
	const id = readRecordId(read, `${side}RecordId`, label);
	return id instanceof Problem ? id : { type, id };
}

/** Both records of an item. */
export function readPair(read: ParameterReader): Pair | Problem {
	const from = readEnd(read, 'from');
	if (from instanceof Problem) return from;
	const to = readEnd(read, 'to');
	if (to instanceof Problem) return to;
	if (from.type !== to.type || from.id !== to.id) return { from, to };
	return new Problem(
		`Both records are ${from.type} ${from.id}, but a record has no association with itself`,
		'Correct From Record ID or To Record ID.',
	);
}

/** One type of an item: "0-1", "contact" and "Contacts" are the same. */
export function readEndType(read: ParameterReader, side: 'from' | 'to'): string | Problem {
	const label = side === 'from' ? 'From Object Type' : 'To Object Type';
	return readObjectType(read, `${side}ObjectType`, label);
}

/** The same for a pair in its one and its other direction. */
export function keyOfPair({ from, to }: Pair): string {
	return [from, to]
		.map(({ type, id }) => `${type} ${id}`)
		.sort()
		.join(' ');
}

/** Pairs of the same types in the same direction go into one request. */
export function typesOfPair({ from, to }: Pair): string {
	return `${from.type} ${to.type}`;
}

/** What a refusal of a whole request is about, where its IDs have been looked at: the two types. */
export function typesRefused(failure: Failure, from: string, to: string): Failure {
	if (failure.status !== 400 && failure.status !== 404) return failure;
	const advice = `Check the types of the two records, ${from} and ${to}: HubSpot takes names such as companies, and IDs such as 2-1001.`;
	const told = isTypeRefused(failure) ? undefined : failure.error.advice;
	return { ...failure, error: { ...failure.error, advice: told ?? advice } };
}
