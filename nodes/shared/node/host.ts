import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
	NodeEgressFilter,
} from 'n8n-workflow';
import { ParameterReader, type ParameterSource } from './parameters';

/** What n8n gives to a node that sends requests, whatever starts it. */
export interface NodeHost
	extends Pick<IExecuteFunctions, 'getCredentials' | 'getExecutionId' | 'getNode' | 'getWorkflow'> {
	source: ParameterSource;
	/** Of the first item. */
	read: ParameterReader;
	egressFilter(): NodeEgressFilter;
	/** Lets n8n get a new token for this credential type and store it. May throw. */
	refreshOAuth2(credentialType: string): Promise<unknown>;
	/** Sends by n8n's own client, as it does for its own tokens. May throw. */
	httpRequest(options: IHttpRequestOptions): Promise<unknown>;
}

export function executeHost(context: IExecuteFunctions): NodeHost {
	return { ...common(context), source: context, read: new ParameterReader(context, 0) };
}

/** A poll has no items: its parameters have no index. */
export function pollHost(context: IPollFunctions): NodeHost {
	const source: ParameterSource = {
		getNodeParameter: (name, _itemIndex, fallback, options) =>
			context.getNodeParameter(name, fallback, options),
	};
	return { ...common(context), source, read: new ParameterReader(source, 0) };
}

/** A trigger registers its webhook: there are no items, and no execution. */
export function hookHost(context: IHookFunctions): NodeHost {
	const source = triggerParameters(context);
	return { ...common(context), source, read: new ParameterReader(source, 0) };
}

/** Of a trigger: without items, its parameters have no index. */
export function triggerParameters(context: IHookFunctions | IWebhookFunctions): ParameterSource {
	return {
		getNodeParameter: (name, _itemIndex, fallback, options) =>
			context.getNodeParameter(name, fallback, options),
	};
}

/** The editor asks for a list: parameters are those that it shows now, and there is no execution. */
export function loadHost(context: ILoadOptionsFunctions): NodeHost {
	const source: ParameterSource = {
		getNodeParameter: (name, _itemIndex, fallback, options) =>
			context.getNodeParameter(name, fallback, options),
	};
	const { helpers } = context;
	return {
		source,
		read: new ParameterReader(source, 0),
		getCredentials: async (type) => await context.getCredentials(type),
		getExecutionId: () => '',
		getNode: () => context.getNode(),
		getWorkflow: () => context.getWorkflow(),
		egressFilter: () => helpers.getSecureEgressFilter(),
		refreshOAuth2: async (type) => await helpers.refreshOAuth2Token.call(context, type),
		httpRequest: async (options): Promise<unknown> => await helpers.httpRequest(options),
	};
}

function common(
	context: IExecuteFunctions | IHookFunctions | IPollFunctions,
): Omit<NodeHost, 'read' | 'source'> {
	const { helpers } = context;
	return {
		getCredentials: async (type) => await context.getCredentials(type),
		getExecutionId: () => context.getExecutionId(),
		getNode: () => context.getNode(),
		getWorkflow: () => context.getWorkflow(),
		egressFilter: () => helpers.getSecureEgressFilter(),
		refreshOAuth2: async (type) => await helpers.refreshOAuth2Token.call(context, type),
		httpRequest: async (options): Promise<unknown> => await helpers.httpRequest(options),
	};
}
