import type { RowEffect } from '../../arrivals';
import type { JsonObject } from '../../json';
import type { SeededRandom } from '../../seededRandom';
import type { Written } from '../records/writeRecord';
import { effectOf } from '../records/writeRecord';
import { Refused } from '../refusals';
import type { SalesforceBulkSettings } from '../settings';
import { cellsRow, columnsOf, keyOfCells } from './columns';
import type { CsvTable } from './csvText';
import { parsedCsv, SpoiledUpload } from './csvText';
import type { JobParts } from './job';
import { Job, wrongState } from './job';
import type { RowWriter } from './jobRow';
import { JobRows } from './jobRow';

type ResultRow = string[];

/** As `sf__Error` says it: code, message, fields. */
function errorText({ errorCode, message, parts }: Refused): string {
	return `${errorCode}:${message}:${(parts.fields ?? []).join(',')} --`;
}

export class IngestJob extends Job {
	/** The content as it was uploaded, at most once. */
	private content: string | undefined;
	private table: CsvTable = { header: [], rows: [] };
	/** What is wrong with the upload as a whole; told only once the work has begun. */
	private spoiled: string | undefined;
	private columns: ReturnType<typeof columnsOf> = [];
	private readonly rows: JobRows;
	private readonly successful: ResultRow[] = [];
	private readonly failed: ResultRow[] = [];

	constructor(
		parts: JobParts,
		settings: SalesforceBulkSettings,
		private readonly writer: RowWriter,
		/** Results come in no order of the upload's. */
		private readonly order: SeededRandom,
		readonly assignmentRuleId?: string,
	) {
		super(parts, settings);
		this.rows = new JobRows(writer);
	}

	/** One upload is all a job takes. */
	upload(content: string): void {
		if (this.state !== 'Open') throw wrongState(`Data cannot be added to a ${this.state} Job`);
		if (this.content !== undefined) {
			throw new Refused(
				'INVALIDBATCH',
				`Found multiple contents for job: <${this.parts.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
			);
		}
		this.content = content;
	}

	/** The keys of the rows it is going to create. */
	close(): string[] {
		if (this.state !== 'Open') throw wrongState(`Closing already ${this.state} Job not allowed`);
		this.start();
		const { type, form, operation } = this.parts;
		try {
			this.table = parsedCsv(this.content ?? '', form);
			this.columns = columnsOf(type, this.table.header);
		} catch (error) {
			if (!(error instanceof SpoiledUpload)) throw error;
			this.spoiled = error.message;
			return [];
		}
		const { header, rows } = this.table;
		return operation === 'insert' ? rows.map((cells) => keyOfCells(type, header, cells)) : [];
	}

	/** Does the part of the work that is due, and says what it wrote. */
	advance(): RowEffect[] {
		const due = this.due();
		if (due === undefined) return [];
		if (this.spoiled !== undefined && due > 0) this.fail(this.spoiled);
		if (this.hasEnded) return [];
		const { failAfterRows = Infinity } = this.settings;
		const { rows } = this.table;
		const target = Math.min(Math.floor(rows.length * due), failAfterRows);
		const effects: RowEffect[] = [];
		while (this.processed < target) {
			const written = this.writeNext(rows[this.processed] ?? []);
			if (written !== undefined) effects.push(effectOf(written));
		}
		if (this.processed >= failAfterRows) {
			this.fail('InternalServerError : The job failed before all of its records were processed');
		} else if (due === 1) this.state = 'JobComplete';
		return effects;
	}

	get processed(): number {
		return this.successful.length + this.failed.length;
	}

	override view(): JsonObject {
		const { id, version } = this.parts;
		const { by } = this.writer;
		return {
			...super.view(),
			jobType: 'V2Ingest',
			...(by === undefined ? {} : { externalIdFieldName: by.name }),
			...(this.assignmentRuleId === undefined ? {} : { assignmentRuleId: this.assignmentRuleId }),
			// Without a slash in front.
			...(this.state === 'Open'
				? { contentUrl: `services/data/v${version}/jobs/ingest/${id}/batches` }
				: {}),
		};
	}

	override progressView(): JsonObject {
		return {
			...super.progressView(),
			numberRecordsProcessed: this.processed,
			numberRecordsFailed: this.failed.length,
		};
	}

	results(which: 'successful' | 'failed' | 'unprocessed'): CsvTable {
		if (!this.hasEnded) throw wrongState(`The results of a ${this.state} Job are not there yet`);
		const { header, rows } = this.table;
		if (which === 'unprocessed') return { header, rows: rows.slice(this.processed) };
		const own = which === 'successful' ? ['sf__Id', 'sf__Created'] : ['sf__Id', 'sf__Error'];
		return { header: [...own, ...header], rows: this.inOwnOrder(this[which]) };
	}

	private writeNext(cells: readonly string[]): Written | undefined {
		const { type } = this.parts;
		const { org } = this.writer.writing;
		const key = keyOfCells(type, this.table.header, cells);
		try {
			const row = cellsRow(type, this.columns, cells, key);
			const written = org.journal.together(() => this.rows.write(row));
			const created = String(written.effect === 'created');
			this.successful.push([written.record.id, created, ...cells]);
			return written;
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			this.failed.push([this.idIn(cells), errorText(error), ...cells]);
			return undefined;
		}
	}

	private idIn(cells: readonly string[]): string {
		const place = this.table.header.findIndex((name) => name.toLowerCase() === 'id');
		return cells[place] ?? '';
	}

	private inOwnOrder(rows: ResultRow[]): ResultRow[] {
		const ranked = rows.map((row) => ({ row, rank: this.order.next() }));
		return ranked.sort((one, other) => one.rank - other.rank).map(({ row }) => row);
	}

	private fail(message: string): void {
		this.errorMessage = message;
		this.state = 'Failed';
	}
}
