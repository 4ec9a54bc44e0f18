import { readItems, type Operation, type RunContext } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { sendEach, type RequestPlan } from '../../../shared/node/requestOperation';
import { awaitDone } from '../../jobs/await';
import { awaitedJob, jobRequest, jobStateOf } from '../../jobs/backgroundJob';
import { paceField, readPace } from '../../jobs/pace';
import { readView, viewFields } from '../../view';
import { backgroundJobEntity } from './backgroundJob';

export const waitFor: Operation = {
	name: 'Wait For',
	action: 'Wait for a background job',
	description: 'Wait until jobs of Instantly are done. One that fails leaves on the error output.',
	fields: [backgroundJobEntity.idField, paceField, ...viewFields(backgroundJobEntity.shape)],
	async run(context) {
		await sendEach(context, await readItems(context, (read) => waitPlan(read, context)));
	},
};

/** Looks once, and then as often as it takes. */
function waitPlan(read: ParameterReader, context: RunContext): RequestPlan | Problem {
	const id = backgroundJobEntity.readId(read);
	if (id instanceof Problem) return id;
	const pace = readPace(read);
	if (pace instanceof Problem) return pace;
	const view = readView(read, backgroundJobEntity.shape);
	return {
		request: jobRequest(id),
		read: async (first) => {
			const isDone = jobStateOf(first).kind === 'done';
			const last = isDone ? first : await awaitDone(context, awaitedJob(id), pace);
			return last.ok ? { items: [view(last.data ?? null)] } : { failure: last };
		},
	};
}
