import type { JsonObject } from '../../json';
import { notFound } from '../refusals';
import type { InstantlySettings } from '../settings';
import { WORKSPACE_ID } from '../workspaceIds';

export interface BackgroundJob extends JsonObject {
	id: string;
	status: 'pending' | 'in-progress' | 'success' | 'failed';
	progress: number;
	data: JsonObject;
}

type Work = () => JsonObject;

/** Work that is done in the background: at the last of so many looks. */
export class Jobs {
	readonly counts = { begun: 0, done: 0, failed: 0, looks: 0 };
	private readonly byId = new Map<string, { job: BackgroundJob; looks: number; work: Work }>();

	constructor(private readonly settings: Pick<InstantlySettings, 'jobPolls' | 'jobsFail'>) {}

	/** `work` does it, and gives what the job's data tells. */
	begin(type: string, entityType: string, entityId: string | null, work: Work): BackgroundJob {
		this.counts.begun += 1;
		const now = new Date().toISOString();
		const job: BackgroundJob = {
			id: this.counts.begun.toString(16).padStart(24, '0'),
			workspace_id: WORKSPACE_ID,
			user_id: null,
			type,
			entity_id: entityId,
			entity_type: entityType,
			data: {},
			progress: 0,
			status: 'pending',
			created_at: now,
			updated_at: now,
		};
		this.byId.set(job.id, { job, looks: 0, work });
		return job;
	}

	look(id: string): BackgroundJob {
		const found = this.byId.get(id);
		if (found === undefined) throw notFound();
		const { job } = found;
		this.counts.looks += 1;
		if (job.status === 'success' || job.status === 'failed') return job;
		found.looks += 1;
		const { jobPolls, jobsFail } = this.settings;
		if (found.looks < jobPolls) {
			job.status = 'in-progress';
			job.progress = Math.floor((100 * found.looks) / jobPolls);
			return job;
		}
		job.status = jobsFail ? 'failed' : 'success';
		job.data = jobsFail ? { message: 'The job ran out of memory' } : found.work();
		job.progress = jobsFail ? job.progress : 100;
		this.counts[jobsFail ? 'failed' : 'done'] += 1;
		return job;
	}
}
