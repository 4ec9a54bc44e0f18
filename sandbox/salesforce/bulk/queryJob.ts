import type { JsonObject } from '../../json';
import { valueAt } from '../query/fieldPath';
import { found } from '../query/found';
import type { Org } from '../records/org';
import type { SalesforceBulkSettings } from '../settings';
import type { CsvTable } from './csvText';
import type { JobParts } from './job';
import { Job, wrongState } from './job';

export class QueryJob extends Job {
	private table: CsvTable = { header: [], rows: [] };

	constructor(
		parts: JobParts,
		settings: SalesforceBulkSettings,
		private readonly org: Org,
		private readonly soql: string,
	) {
		super(parts, settings);
		this.start();
	}

	/** The rows are those of the moment at which it completes. */
	advance(): void {
		if (this.due() !== 1) return;
		const { records, paths } = found(this.org, this.soql, this.parts.operation === 'queryAll');
		const cell = (value: unknown): string => (value === null ? '' : String(value));
		this.table = {
			header: paths.map(({ name }) => name),
			rows: records.map((record) => paths.map((path) => cell(valueAt(this.org, record, path)))),
		};
		this.state = 'JobComplete';
	}

	override view(): JsonObject {
		return { ...super.view(), jobType: 'V2Query' };
	}

	override progressView(): JsonObject {
		return { ...super.progressView(), numberRecordsProcessed: this.table.rows.length };
	}

	results(): CsvTable {
		if (this.state === 'JobComplete') return this.table;
		throw wrongState(`The results of a ${this.state} Job cannot be read`);
	}
}
