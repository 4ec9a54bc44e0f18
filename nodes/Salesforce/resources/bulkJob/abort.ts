import { toItem, type Operation } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { abortRequest, jobItem } from '../../bulk/jobState';
import { jobField, kindField, readJob } from './fields';

export const abort: Operation = requestOperation(
	{
		name: 'Abort',
		action: 'Abort a bulk job',
		description: 'Stop a job that has not ended. What it has done stays done.',
		fields: [jobField, kindField],
	},
	(read, facts) => {
		const job = readJob(read);
		if (job instanceof Problem) return job;
		return {
			request: abortRequest(facts, job.kind, job),
			read: ({ data }) => ({ items: [toItem(jobItem(data))] }),
		};
	},
);
