import type { IBinaryKeyData, IDataObject, NodeExecutionHint } from 'n8n-workflow';
import type { Resource } from '../shared/node/fields';
import type { Sink } from '../shared/engine/log/sinks';
import type { Files } from '../shared/node/files';
import type { Labels } from '../shared/node/operation';
import type { ParameterReader, Problem } from '../shared/node/parameters';
import type { LogAccess } from './access';

/** What an operation on the log runs with. */
export interface LogContext {
	/** The parameters of the item. */
	read: ParameterReader;
	/** The log's file, and where its rows go from there. */
	file: string;
	sink: Sink | undefined;
	access: LogAccess;
	/** IANA name of the workflow's time zone. */
	timezone: string;
	now: number;
	files: Files;
	/** Tells the user something about the run; the same text once. */
	hint(message: string, type: NonNullable<NodeExecutionHint['type']>): void;
	/** True when the execution was stopped. */
	stopped(): boolean;
}

/** What becomes of one input item; a file goes with the first of its items. */
export interface LogAnswer {
	items: IDataObject[];
	binary?: IBinaryKeyData;
}

/** One operation on the log: it sends nothing, and runs for each item by itself. */
export interface LogOperation extends Labels {
	run(context: LogContext): Promise<LogAnswer | Problem>;
}

export type LogResource = Resource<LogOperation>;
