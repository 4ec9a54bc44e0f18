import type { INodeProperties } from 'n8n-workflow';

/**
 * How soon a job is looked at. `job` is what its users call it, `longest` the longest of the pauses,
 * which grow as nodes/shared/engine/job.ts has it.
 */
export function firstLookField(job: string, seconds: number, longest: string): INodeProperties {
	return {
		displayName: 'First Look After (Seconds)',
		name: 'firstLook',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: seconds,
		description: `Pause before ${job} is looked at. Each further pause is half as long again, up to ${longest}.`,
	};
}
