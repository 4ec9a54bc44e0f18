import type { JsonObject } from '../../json';
import { jsonRow } from '../records/incomingRow';
import type { Written } from '../records/writeRecord';
import { insertRow } from '../records/writeRecord';
import type { Writing } from '../records/writing';
import { Refused } from '../refusals';
import { TASK } from '../schema/activityTypes';

export interface FlowVariable {
	name: string;
	type: 'STRING' | 'NUMBER';
	required: boolean;
}

export interface FlowRun {
	outputs: JsonObject;
	/** What the flow wrote, if it writes. */
	wrote?: Written;
}

export interface Flow {
	name: string;
	label: string;
	inputs: readonly FlowVariable[];
	outputs: readonly FlowVariable[];
	run(input: JsonObject, writing: Writing): FlowRun;
}

function variable(name: string, type: FlowVariable['type'], required = false): FlowVariable {
	return { name, type, required };
}

/** A fault that the flow does not handle, as the caller hears of it. */
function fault(message: string): Refused {
	return new Refused('CANNOT_EXECUTE_FLOW_TRIGGER', message, { fields: [] });
}

const EMPLOYEES_OF_A_POINT = 10;

/** Reads a lead and changes nothing. */
const SCORE_LEAD: Flow = {
	name: 'Score_Lead',
	label: 'Score Lead',
	inputs: [variable('leadId', 'STRING', true), variable('bonus', 'NUMBER')],
	outputs: [variable('score', 'NUMBER')],
	run: ({ leadId, bonus }, { org }) => {
		const lead = org.find(String(leadId));
		if (lead?.type.name !== 'Lead' || lead.deleted) {
			throw fault(`No lead has the ID ${String(leadId)}`);
		}
		const points = Number(lead.values.NumberOfEmployees ?? 0) / EMPLOYEES_OF_A_POINT;
		return { outputs: { score: points + Number(bonus ?? 0) } };
	},
};

/** Makes a task each time it runs: run twice, there are two. */
const CREATE_FOLLOW_UP: Flow = {
	name: 'Create_Follow_Up',
	label: 'Create Follow-Up',
	inputs: [variable('recordId', 'STRING', true), variable('subject', 'STRING')],
	outputs: [variable('taskId', 'STRING')],
	run: ({ recordId, subject }, writing) => {
		const row = jsonRow(TASK, { WhoId: recordId, Subject: subject ?? 'Follow up' });
		const wrote = insertRow(writing, row);
		return { outputs: { taskId: wrote.record.id }, wrote };
	},
};

export const FLOWS: readonly Flow[] = [SCORE_LEAD, CREATE_FOLLOW_UP];

function invalidInput(message: string): Refused {
	return new Refused('INVALID_API_INPUT', message, { fields: [] });
}

/** Refuses inputs that the flow's variables do not take. */
export function checkInput({ inputs }: Flow, input: JsonObject): void {
	for (const { name, type, required } of inputs) {
		const value = input[name] ?? null;
		if (value === null && required) {
			throw invalidInput(`Missing required input parameter: ${name}`);
		}
		if (value !== null && typeof value !== type.toLowerCase()) {
			throw invalidInput(`The value of the input parameter ${name} is not of type ${type}`);
		}
	}
	const unknown = Object.keys(input).find((name) => !inputs.some((each) => each.name === name));
	if (unknown !== undefined) throw invalidInput(`Unknown input parameter: ${unknown}`);
}
