import { randomUUID } from 'node:crypto';

import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import type { Call } from '../call';
import { paramIn } from '../call';
import type { Written } from '../records/writeRecord';
import { effectOf } from '../records/writeRecord';
import { writingOf } from '../records/writingOf';
import { notFound, Refused, rowError } from '../refusals';
import { bodyOf } from '../requestBody';
import type { Flow, FlowVariable } from './flows';
import { checkInput, FLOWS } from './flows';

const DONE = { applied: true };

export function listFlows({ base }: Call): VendorAnswer {
	const actions = FLOWS.map(({ name, label }) => ({
		label,
		name,
		type: 'FLOW',
		url: `${base}/actions/custom/flow/${name}`,
	}));
	return jsonAnswer(200, { actions }, DONE);
}

export function listActionKinds({ base }: Call): VendorAnswer {
	return jsonAnswer(200, { flow: `${base}/actions/custom/flow` }, DONE);
}

function flowIn(call: Call): Flow {
	const name = paramIn(call, 'flow');
	const flow = FLOWS.find((each) => each.name === name);
	if (flow === undefined) throw notFound();
	return flow;
}

function variableView({ name, type, required }: FlowVariable, most: number): JsonObject {
	const view = { name, label: name, type, description: null, maxOccurs: most };
	return { ...view, required, sobjectType: null };
}

export function describeFlow(call: Call): VendorAnswer {
	const { name, label, inputs, outputs } = flowIn(call);
	const status = { name: 'Flow__InterviewStatus', type: 'STRING', required: false } as const;
	return jsonAnswer(
		200,
		{
			name,
			label,
			type: 'FLOW',
			standard: false,
			targetEntityName: null,
			description: null,
			inputs: inputs.map((each) => variableView(each, 1)),
			outputs: [...outputs, status].map((each) => variableView(each, 1)),
		},
		DONE,
	);
}

interface Interview {
	view: JsonObject;
	wrote?: Written;
}

function interview(call: Call, flow: Flow, input: unknown): Interview {
	const actionName = flow.name;
	const more = { invocationId: null, outcome: null, sortOrder: -1, version: 1 };
	try {
		const given = isJsonObject(input) ? input : {};
		checkInput(flow, given);
		const run = call.org.journal.together(() => flow.run(given, writingOf(call)));
		call.vendor.flowInterviews++;
		const outputValues = {
			...run.outputs,
			Flow__InterviewStatus: 'Finished',
			Flow__InterviewGuid: randomUUID(),
		};
		const view = { actionName, errors: null, isSuccess: true, outputValues, ...more };
		return run.wrote === undefined ? { view } : { view, wrote: run.wrote };
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		const errors = [rowError(error)];
		return { view: { actionName, errors, isSuccess: false, outputValues: null, ...more } };
	}
}

/** One interview for each input, each with its own end; 400 where none of them succeeded. */
export function invokeFlow(call: Call): VendorAnswer {
	const flow = flowIn(call);
	const { inputs } = bodyOf(call.request);
	if (!Array.isArray(inputs) || inputs.length === 0) {
		throw new Refused('MISSING_ARGUMENT', 'The inputs parameter is required');
	}
	const list: unknown[] = inputs;
	const interviews = list.map((input) => interview(call, flow, input));
	const succeeded = interviews.some(({ view }) => view.isSuccess === true);
	const effects = interviews.flatMap(({ wrote }) => (wrote === undefined ? [] : [effectOf(wrote)]));
	return jsonAnswer(
		succeeded ? 200 : 400,
		interviews.map(({ view }) => view),
		{ ...DONE, rows: list.length, effects },
	);
}
