import type { JsonObject } from '../../json';
import type { Session } from '../oauth/session';
import { Refused } from '../refusals';
import type { SobjectType } from '../schema/sobjectType';
import type { SalesforceBulkSettings } from '../settings';

export type JobState =
	| 'Open'
	| 'UploadComplete'
	| 'InProgress'
	| 'JobComplete'
	| 'Failed'
	| 'Aborted';

const ENDED: readonly JobState[] = ['JobComplete', 'Failed', 'Aborted'];

/** By their names in a job (Bulk API 2.0 guide, create a job). */
export const DELIMITERS = {
	BACKQUOTE: '`',
	CARET: '^',
	COMMA: ',',
	PIPE: '|',
	SEMICOLON: ';',
	TAB: '\t',
} as const;

export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;

export interface CsvForm {
	columnDelimiter: keyof typeof DELIMITERS;
	lineEnding: keyof typeof LINE_ENDINGS;
}

export interface JobParts {
	id: string;
	/** Such as 60.0; results can be fetched with no other one. */
	version: string;
	session: Session;
	type: SobjectType;
	operation: string;
	form: CsvForm;
	createdAt: number;
}

export function wrongState(message: string): Refused {
	return new Refused('INVALIDJOBSTATE', message);
}

/** What ingest and query jobs have in common: where they stand and how far the work has got. */
export class Job {
	state: JobState = 'Open';
	errorMessage: string | undefined;
	private looks = 0;
	private startedAt: number | undefined;

	constructor(
		readonly parts: JobParts,
		protected readonly settings: SalesforceBulkSettings,
	) {}

	get hasEnded(): boolean {
		return ENDED.includes(this.state);
	}

	/** Somebody asks how it stands. */
	looked(): void {
		if (this.startedAt !== undefined) this.looks++;
	}

	protected start(): void {
		this.state = 'UploadComplete';
		this.startedAt = Date.now();
	}

	/** Which part of the work is due by now, 0 to 1; undefined while nothing is. */
	protected due(): number | undefined {
		if (this.startedAt === undefined || this.hasEnded) return undefined;
		const { durationMs, neverEnds, polls } = this.settings;
		if (durationMs === undefined && this.looks === 0) return undefined;
		this.state = 'InProgress';
		if (neverEnds) return 0;
		if (durationMs === undefined) return Math.min(1, this.looks / Math.max(1, polls));
		return durationMs === 0 ? 1 : Math.min(1, (Date.now() - this.startedAt) / durationMs);
	}

	/** What was done stays done. */
	abort(): void {
		if (this.hasEnded) throw wrongState(`Aborting already ${this.state} Job not allowed`);
		this.state = 'Aborted';
	}

	view(): JsonObject {
		const { id, operation, type, session, createdAt, version, form } = this.parts;
		const at = (time: number): string => new Date(time).toISOString().replace('Z', '+0000');
		return {
			id,
			operation,
			object: type.name,
			createdById: session.userId,
			createdDate: at(createdAt),
			systemModstamp: at(createdAt),
			state: this.state,
			concurrencyMode: 'Parallel',
			contentType: 'CSV',
			apiVersion: Number(version),
			...form,
			...(this.errorMessage === undefined ? {} : { errorMessage: this.errorMessage }),
		};
	}

	/** What is told of a job alone and not in the list: how far it has got. */
	progressView(): JsonObject {
		const total = this.startedAt === undefined ? 0 : Date.now() - this.startedAt;
		return {
			retries: 0,
			totalProcessingTime: total,
			apiActiveProcessingTime: total,
			apexProcessingTime: 0,
		};
	}
}
