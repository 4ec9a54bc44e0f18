import type { LogFilter } from '../shared/engine/log/filter';
import { Problem } from '../shared/node/parameters';

/** Who reads: a workflow sees its own rows; more only where the administrator of n8n allows it. */
export interface LogAccess {
	/** The ID of the workflow that reads; empty for one that was never saved. */
	workflow: string;
	/** Whether it may read the rows of the whole instance, and delete. */
	instance: boolean;
}

/** GTM_LOG_ACCESS=instance lets every workflow read everything. */
export function accessOf(
	env: Record<string, string | undefined>,
	workflow: string | undefined,
): LogAccess {
	return { workflow: workflow ?? '', instance: env.GTM_LOG_ACCESS === 'instance' };
}

/** The rows that may be seen, or why not. `rowsOf` is the parameter Rows Of. */
export function allowedRows(rowsOf: string, access: LogAccess): LogFilter | Problem {
	if (rowsOf === 'instance') return mayUseInstance('Reading the whole instance', access) ?? {};
	if (access.workflow !== '') return { workflows: [access.workflow] };
	return new Problem('The workflow was never saved, so that it has no rows', 'Save it first.');
}

/** Why something that reaches beyond the workflow is refused; undefined when it is not. */
export function mayUseInstance(what: string, { instance }: LogAccess): Problem | undefined {
	if (instance) return undefined;
	return new Problem(
		`${what} is not allowed on this n8n`,
		'A workflow sees its own rows. Its administrator can set GTM_LOG_ACCESS=instance, which opens the log to all workflows.',
	);
}
