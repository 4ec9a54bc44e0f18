export { apiLogColumns, apiLogFile, countApiLog, readApiLog, type LogRow } from './apiLog';
export { N8nApi, owner } from './api';
export { readExecution, unflatten, type Execution, type Item } from './execution';
export { ensureN8n, nodeBinary, projectFolder, type Say } from './install';
export { installPackage, packProject, registerPackage } from './nodePackage';
export {
	freePort,
	startN8n,
	startWorker,
	type RunningN8n,
	type RunningProcess,
	type StartOptions,
} from './server';
export { readWorkflow, withNode, type Workflow, type WorkflowNode } from './workflow';
