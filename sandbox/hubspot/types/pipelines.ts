export interface StageDefinition {
	id: string;
	label: string;
	metadata: Record<string, string>;
}

export interface PipelineDefinition {
	id: string;
	label: string;
	stages: readonly StageDefinition[];
}

function dealStage(id: string, label: string, probability: string): StageDefinition {
	const isClosed = String(probability === '0.0' || probability === '1.0');
	return { id, label, metadata: { isClosed, probability } };
}

function ticketStage(id: string, label: string, ticketState = 'OPEN'): StageDefinition {
	return { id, label, metadata: { isClosed: String(ticketState === 'CLOSED'), ticketState } };
}

function leadStage(id: string, label: string, leadState: string): StageDefinition {
	return { id, label, metadata: { leadState } };
}

/** The stages of a fresh account, and a second pipeline with stages of its own. */
export const DEAL_PIPELINES: readonly PipelineDefinition[] = [
	{
		id: 'default',
		label: 'Sales Pipeline',
		stages: [
			dealStage('appointmentscheduled', 'Appointment Scheduled', '0.2'),
			dealStage('qualifiedtobuy', 'Qualified To Buy', '0.4'),
			dealStage('presentationscheduled', 'Presentation Scheduled', '0.6'),
			dealStage('decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'),
			dealStage('contractsent', 'Contract Sent', '0.9'),
			dealStage('closedwon', 'Closed Won', '1.0'),
			dealStage('closedlost', 'Closed Lost', '0.0'),
		],
	},
	{
		id: '75010001',
		label: 'Renewals',
		stages: [
			dealStage('145010001', 'Renewal Due', '0.5'),
			dealStage('renewalwon', 'Renewed', '1.0'),
			dealStage('renewallost', 'Not Renewed', '0.0'),
		],
	},
];

export const TICKET_PIPELINES: readonly PipelineDefinition[] = [
	{
		id: '0',
		label: 'Support Pipeline',
		stages: [
			ticketStage('1', 'New'),
			ticketStage('2', 'Waiting on contact'),
			ticketStage('3', 'Waiting on us'),
			ticketStage('4', 'Closed', 'CLOSED'),
		],
	},
	{
		id: '75020001',
		label: 'Returns',
		stages: [ticketStage('145020001', 'Asked'), ticketStage('145020002', 'Returned', 'CLOSED')],
	},
];

export const LEAD_PIPELINES: readonly PipelineDefinition[] = [
	{
		id: 'lead-pipeline-id',
		label: 'Lead pipeline',
		stages: [
			leadStage('new-stage-id', 'New', 'NEW'),
			leadStage('attempting-stage-id', 'Attempting', 'IN_PROGRESS'),
			leadStage('connected-stage-id', 'Connected', 'IN_PROGRESS'),
			leadStage('qualified-stage-id', 'Qualified', 'QUALIFIED'),
			leadStage('unqualified-stage-id', 'Disqualified', 'UNQUALIFIED'),
		],
	},
];

/** Pipelines as options of the pipeline property, value to label. */
export function optionsOf(pipelines: readonly PipelineDefinition[]): Record<string, string> {
	return Object.fromEntries(pipelines.map(({ id, label }) => [id, label]));
}

export function stageOptionsOf(pipelines: readonly PipelineDefinition[]): Record<string, string> {
	const stages = pipelines.flatMap((pipeline) => pipeline.stages);
	return Object.fromEntries(stages.map(({ id, label }) => [id, label]));
}
