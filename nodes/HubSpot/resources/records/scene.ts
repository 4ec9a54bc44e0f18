import { asArray, asObject } from '../../../shared/engine/body';
import type { Client, Outcome } from '../../../shared/engine/client';
import type { ApiRequest } from '../../../shared/engine/types';
import type { Facts, RunContext } from '../../../shared/node/operation';
import {
	definitionsRequest,
	readDefinitions,
	type PropertyDefinition,
} from '../../lookup/definitions';
import type { ObjectKind } from '../../objects';
import { readEnvelope } from '../../vendor';
import { explainRefusal, needsDefinitions } from './explainRefusal';

/** A run over records of one kind. Its client knows the account's properties where they are needed. */
export interface Scene {
	kind: ObjectKind;
	context: RunContext;
	definitions: Definitions;
}

export function sceneOf(kind: ObjectKind, context: RunContext): Scene {
	const definitions = new Definitions(context.client, context.facts);
	const client = explainingClient(context, definitions);
	return { kind, definitions, context: { ...context, client } };
}

/** The properties of types, each read at most once in a run and only when they are needed. */
export class Definitions {
	private readonly asked = new Map<string, Promise<void>>();
	private readonly known = new Map<string, PropertyDefinition[]>();

	constructor(
		private readonly client: Pick<Client, 'send'>,
		private readonly facts: Facts,
	) {}

	/** Empty where they could not be read: the run goes on without them. */
	async load(type: string): Promise<PropertyDefinition[]> {
		const asked = this.asked.get(type) ?? this.ask(type);
		this.asked.set(type, asked);
		await asked;
		return this.of(type);
	}

	/** Those that have been read. */
	of(type: string): PropertyDefinition[] {
		return this.known.get(type) ?? [];
	}

	private async ask(type: string): Promise<void> {
		const answer = await this.client.send(definitionsRequest(this.facts, type));
		if (answer.ok) this.known.set(type, readDefinitions(answer.data));
	}
}

/** Says of refused properties what they may be called, or hold. */
function explainingClient(
	{ client, facts }: RunContext,
	definitions: Definitions,
): RunContext['client'] {
	return {
		redact: (text) => client.redact(text),
		send: async (request) => {
			const answer = await client.send(request);
			const type = typeIn(request, facts);
			if (errorsIn(answer).some(needsDefinitions)) await definitions.load(type);
			if (answer.ok) return answer;
			return { ...answer, error: explainRefusal(answer.error, definitions.of(type)) };
		},
	};
}

function errorsIn(answer: Outcome) {
	if (!answer.ok) return [answer.error];
	return answer.status === 207 ? asArray(asObject(answer.data).errors).map(readEnvelope) : [];
}

/** The type that a request is about: the first part of the path behind the objects. */
function typeIn({ path }: ApiRequest, { objects = '' }: Facts): string {
	const [type = ''] = path.slice(objects.length + 1).split('/');
	return decodeURIComponent(type);
}
