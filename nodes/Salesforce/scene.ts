import { asArray, asObject } from '../shared/engine/body';
import type { Client, Failure, Outcome } from '../shared/engine/client';
import type { VendorError } from '../shared/engine/types';
import { nearestText } from '../shared/node/nearest';
import type { Facts, RunContext } from '../shared/node/operation';
import { readErrors } from './errors';
import {
	describeRequest,
	fieldNamed,
	readDescribe,
	type FieldDefinition,
	type ObjectDefinition,
} from './lookup/describe';

/** A run whose client knows the org's fields where they are needed. */
export interface Scene {
	context: RunContext;
	definitions: Definitions;
}

export function sceneOf(context: RunContext): Scene {
	const definitions = new Definitions(context.client, context.facts);
	const client = explainingClient(context.client, definitions);
	return { definitions, context: { ...context, client } };
}

/** The objects of the org, each described at most once in a run and only when it is needed. */
export class Definitions {
	private readonly asked = new Map<string, Promise<void>>();
	private readonly known = new Map<string, ObjectDefinition>();
	private readonly refused = new Map<string, Failure>();

	constructor(
		private readonly client: Pick<Client, 'send'>,
		private readonly facts: Facts,
	) {}

	/** Undefined where it could not be read; `whyNot` tells more. */
	async load(type: string): Promise<ObjectDefinition | undefined> {
		const asked = this.asked.get(type) ?? this.ask(type);
		this.asked.set(type, asked);
		await asked;
		return this.of(type);
	}

	/** Describes all objects along a path such as "Account.Owner.Name", from this object on. */
	async loadPath(type: string, path: string): Promise<void> {
		await this.load(type);
		for (const next of this.typesAlong(type, path)) await this.load(next);
	}

	/** One that has been read. */
	of(type: string): ObjectDefinition | undefined {
		return this.known.get(type);
	}

	/** The field at a path of relationships, as far as objects have been read. */
	fieldAt(type: string, path: string): FieldDefinition | undefined {
		const names = path.split('.');
		const types = [type, ...this.typesAlong(type, path)];
		// A relationship that does not exist ends the path early: the field behind it is of no object.
		const definition = types.length === names.length ? this.of(types.at(-1) ?? '') : undefined;
		return definition && fieldNamed(definition, names.at(-1) ?? '');
	}

	/** Why an object that was asked for is not known. */
	whyNot(type: string): Failure | undefined {
		return this.refused.get(type);
	}

	/** The objects behind each relationship of the path; where there are several, the first. */
	private *typesAlong(type: string, path: string): Generator<string> {
		let at = type;
		for (const name of path.split('.').slice(0, -1)) {
			const wanted = name.toLowerCase();
			const field = this.of(at)?.fields.find(
				({ relationshipName }) => relationshipName.toLowerCase() === wanted,
			);
			const [next] = field?.referenceTo ?? [];
			if (next === undefined) return;
			at = next;
			yield at;
		}
	}

	private async ask(type: string): Promise<void> {
		const answer = await this.client.send(describeRequest(this.facts, type));
		if (answer.ok) this.known.set(type, readDescribe(answer.data));
		else this.refused.set(type, answer);
	}
}

/** Says of fields that are unknown what they may be called. */
function explainingClient(
	client: RunContext['client'],
	definitions: Definitions,
): RunContext['client'] {
	return {
		redact: (text) => client.redact(text),
		send: async (request) => {
			const answer = await client.send(request);
			for (const type of new Set(errorsIn(answer).map(typeIn))) {
				if (type !== undefined) await definitions.load(type);
			}
			if (answer.ok) return answer;
			return { ...answer, error: explainUnknown(answer.error, definitions) };
		},
	};
}

function errorsIn(answer: Outcome): VendorError[] {
	if (!answer.ok) return [answer.error];
	const rows = Array.isArray(answer.data) ? answer.data.map(asObject) : [];
	return rows
		.map(({ errors }) => asArray(errors))
		.filter((errors) => errors.length > 0)
		.map(readErrors);
}

/** "No such column 'Foo' on sobject of type Contact", "… on entity 'Contact'". */
function typeIn({ code, message }: VendorError): string | undefined {
	if (code !== 'INVALID_FIELD') return undefined;
	return /No such column '[^']+' on (?:sobject of type |entity ')(\w+)/i.exec(message)?.[1];
}

/** The same error with the fields that may be meant, as far as the object has been described. */
export function explainUnknown(
	error: VendorError,
	definitions: Definitions,
	type = typeIn(error),
): VendorError {
	const known = type === undefined ? undefined : definitions.of(type);
	if (!known) return error;
	const { advice = '', fields = [] } = error;
	const near = fields.map((field) => nearestText(field, known.fields));
	return { ...error, advice: [advice, ...near].join(' ').trim() };
}
