import type { INodeProperties } from 'n8n-workflow';
import { rowFailure } from '../../../shared/engine/batch';
import { asArray, asObject, parseJson } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import { locatorField } from '../../../shared/node/locatorField';
import { toItem, type Operation } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { requestOperation, type Answered } from '../../../shared/node/requestOperation';
import { readErrors } from '../../errors';
import { CALLS } from '../../vendor';

const flowField = locatorField({
	displayName: 'Flow',
	name: 'flow',
	description: 'An active autolaunched flow',
	searchListMethod: 'getFlows',
	by: 'By API Name',
	placeholder: 'e.g. Qualify_Lead',
});

const inputsField: INodeProperties = {
	displayName: 'Inputs',
	name: 'inputs',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. { "leadId": "00Q5g00000AbCdEAAV" }',
	description: 'Values for the input variables of the flow, by their API names',
};

export const invoke: Operation = requestOperation(
	{
		name: 'Invoke',
		action: 'Invoke a flow',
		description: 'Run an autolaunched flow once for each item, and get its output variables',
		fields: [flowField, inputsField],
	},
	(read, { data }, resend) => {
		const flow = read.locator('flow');
		if (!/^\w+$/.test(flow)) {
			return new Problem(
				flow === '' ? 'Flow is empty' : `Flow is "${flow}", which is not the API name of one`,
				'Choose a flow from the list, or enter its API name.',
			);
		}
		const inputs = readInputs(read);
		if (inputs instanceof Problem) return inputs;
		return {
			request: {
				operation: 'flow.invoke',
				method: 'POST',
				path: `${data}/actions/custom/flow/${flow}`,
				body: { inputs: [inputs] },
				// Nobody knows what a flow does a second time.
				safeToRepeat: resend,
				quotas: CALLS,
				records: 1,
			},
			read: resultOf,
		};
	},
);

function readInputs(read: ParameterReader): { [name: string]: JsonValue } | Problem {
	const given = read.any('inputs');
	const value = typeof given === 'string' ? parseJson(given.trim() || '{}') : given;
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		return { ...value } as { [name: string]: JsonValue };
	}
	return new Problem(
		'Inputs is not a JSON object',
		'Enter names and values in braces, such as { "leadId": "…" }, or {} for none.',
	);
}

/** The one input's result: a flow may fail inside of an answer that is good. */
function resultOf({ data, status, logId }: Success): Answered {
	const { isSuccess, errors, outputValues, actionName } = asObject(asArray(data)[0]);
	if (isSuccess === true) {
		return { items: [toItem({ flow: actionName, outputs: outputValues ?? {} })] };
	}
	const failure = rowFailure('row-rejected', 'The flow has failed', { status, logId });
	const error = readErrors(asArray(errors));
	return { failure: error.message === '' ? failure : { ...failure, error } };
}
