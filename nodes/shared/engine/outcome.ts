import { excerpt } from './log/excerpt';
import type { HeaderMap, JsonValue, Reason, VendorError } from './types';

export interface Success {
	ok: true;
	/** Where the request was sent. */
	url: string;
	status: number;
	headers: HeaderMap;
	/** The parsed body; undefined for an empty one. */
	data: JsonValue | undefined;
	/** The body as it came, where the request asked for bytes. */
	body?: Buffer;
	/** What the answer says went wrong beside its data. */
	problem?: VendorError;
	/** What the attempts before this one came to, where there were any. */
	earlier?: Failure['attempts'];
	logId: number;
}

/** Why a request has no answer that can be used. */
export interface Failure {
	ok: false;
	reason: Reason;
	/** 0 where there was no answer. */
	status: number;
	error: VendorError;
	/**
	 * Whether the vendor may have done what was asked:
	 * 'no' it surely has not, 'unknown' it may have.
	 */
	processed: 'no' | 'unknown';
	/** Whether sending the request again does no harm, whatever became of it. */
	repeatable?: boolean;
	/** A newer row of the same record has been written: sending this one later would undo that. */
	superseded?: boolean;
	/** What each attempt came to. */
	attempts: Array<{ status: number; reason: Reason }>;
	/** When it makes sense to try again, ms since 1970. */
	retryAt?: number;
	/** The wait that was not taken, and what the deadline left for it. */
	waitMs?: number;
	leftMs?: number;
	/** In a dry run: the number of the request that would have been sent. */
	planned?: number;
	logId: number;
}

export type Outcome = Success | Failure;

export const NO_ANSWER: VendorError = { message: '' };

/** A vendor may quote the key that it refuses. */
export function redactError(error: VendorError, redact: (text: string) => string): VendorError {
	const { message, code, requestId, existingId, advice, fields, scopes } = error;
	return {
		message: excerpt(message, redact),
		...(code === undefined ? {} : { code: redact(code) }),
		...(requestId === undefined ? {} : { requestId: redact(requestId) }),
		...(existingId === undefined ? {} : { existingId: redact(existingId) }),
		...(advice === undefined ? {} : { advice: redact(advice) }),
		...(fields === undefined ? {} : { fields: fields.map(redact) }),
		...(scopes === undefined ? {} : { scopes: scopes.map(redact) }),
	};
}
