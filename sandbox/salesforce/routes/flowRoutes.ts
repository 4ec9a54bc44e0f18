import { describeFlow, invokeFlow, listActionKinds, listFlows } from '../flows/flowCalls';
import type { Route } from './route';
import { route } from './route';

export const FLOW_ROUTES: readonly Route[] = [
	route('/actions/custom', { GET: { name: 'actions', run: listActionKinds } }),
	route('/actions/custom/flow', { GET: { name: 'flows', run: listFlows } }),
	route('/actions/custom/flow/:flow', {
		GET: { name: 'flow', run: describeFlow },
		POST: { name: 'flow/invoke', body: 'json', run: invokeFlow },
	}),
];
