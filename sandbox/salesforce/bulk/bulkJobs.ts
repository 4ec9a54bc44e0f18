import { idOf } from '../recordId';
import { notFound } from '../refusals';
import type { SalesforceVendor } from '../salesforceVendor';
import { IngestJob } from './ingestJob';
import { wrongState } from './job';
import { QueryJob } from './queryJob';

const PREFIX = '750';

/** The jobs of the org, of both kinds. */
export class BulkJobs {
	/** Jobs made. */
	readonly counts = { ingest: 0, query: 0 };
	private readonly jobs = new Map<string, IngestJob | QueryJob>();

	nextId(): string {
		return idOf(PREFIX, this.counts.ingest + this.counts.query + 1);
	}

	add(job: IngestJob | QueryJob): void {
		this.jobs.set(job.parts.id, job);
		this.counts[job instanceof IngestJob ? 'ingest' : 'query']++;
	}

	ingest(id: string): IngestJob {
		const job = this.jobs.get(id);
		if (job instanceof IngestJob) return job;
		throw notFound();
	}

	query(id: string): QueryJob {
		const job = this.jobs.get(id);
		if (job instanceof QueryJob) return job;
		throw notFound();
	}

	all(kind: typeof IngestJob | typeof QueryJob): Array<IngestJob | QueryJob> {
		return [...this.jobs.values()].filter((job) => job instanceof kind);
	}

	remove({ parts, state, hasEnded }: IngestJob | QueryJob): void {
		if (!hasEnded && state !== 'UploadComplete') {
			throw wrongState(`Deleting ${state} Job not allowed`);
		}
		this.jobs.delete(parts.id);
	}

	/** Does all the work that is due by now. */
	advance(vendor: SalesforceVendor): void {
		for (const job of this.jobs.values()) {
			const effects = job.advance();
			if (effects !== undefined) vendor.wrote(effects, job.parts.operation === 'insert');
		}
	}
}
