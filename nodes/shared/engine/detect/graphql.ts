import { nameOf, type Field } from './fields';
import type { Found } from './found';
import type { Seen } from './seen';

/** What tells the next page of a GraphQL list: "pageInfo.endCursor", or a cursor beside the list. */
interface Connection {
	/** The name of the list, as the answer has it: an alias, where the query gives one. */
	key: string;
	cursor: Field;
	more?: Field;
}

/** The page info of a GraphQL answer; its cursor goes into the variable that the query takes it from. */
export function fromGraphql(seen: Seen): Found | undefined {
	if (seen.graphql === undefined) return undefined;
	const connections = connectionsIn(seen.fields);
	const open = connections.filter(goesOn);
	const [connection] = open.length > 0 ? open : connections;
	if (!connection) return undefined;
	const { key, cursor, more } = connection;
	const found = {
		style: 'cursor',
		nextAt: cursor.path,
		...(more ? { moreAt: more.path } : {}),
	} as const;
	const variable = cursorVariableOf(seen.graphql, key);
	const sent = variable ? ({ sendAs: `variables.${variable}`, sendIn: 'body' } as const) : {};
	if (open.length === 0) {
		const why = `${more ? `${more.path} is false` : `${cursor.path} is empty`}: the last page`;
		return { ...found, ...sent, sure: true, ends: true, why };
	}
	if (open.length > 1) {
		const why = `${open.map((each) => each.key).join(' and ')} each have a next page`;
		return { ...found, ...sent, sure: false, why };
	}
	const why = `${cursor.path} holds a cursor`;
	return variable
		? { ...found, ...sent, sure: true, why: `${why}, sent back as the variable ${variable}` }
		: { ...found, sure: false, why: `${why}, but ${key} has no argument "after: $variable"` };
}

function goesOn({ cursor, more }: Connection): boolean {
	return (more?.value ?? true) !== false && typeof cursor.value === 'string' && cursor.value !== '';
}

function connectionsIn(fields: Field[]): Connection[] {
	return fields.flatMap((cursor): Connection[] => {
		const isEnd = cursor.name === 'endcursor' && cursor.around.at(-1) === 'pageinfo';
		if (!isEnd && cursor.name !== 'cursor') return [];
		const keys = cursor.parent.split('.');
		const key = (isEnd ? keys.at(-2) : keys.at(-1)) ?? '';
		const more = fields.find(
			({ name, parent }) => name === 'hasnextpage' && parent === cursor.parent,
		);
		return [{ key, cursor, ...(more ? { more } : {}) }];
	});
}

/**
 * The variable that the field takes its cursor from, in "issues(first: 50, after: $cursor)". A
 * query may hold the field more than once: then all have to agree.
 */
export function cursorVariableOf(query: string, key: string): string | undefined {
	const text = query.replace(/"""[^]*?"""|"(?:\\.|[^"\\\n])*"/g, '""').replace(/#.*$/gm, '');
	const variables = [...text.matchAll(/(\w+)\s*(?::\s*\w+\s*)?(?:\(([^()]*)\))?/g)]
		// "query issues($after: String)" declares variables, and is no field.
		.filter(([, name, args = '']) => nameOf(name ?? '') === nameOf(key) && !/\$\w+\s*:/.test(args))
		.filter(([, , args]) => args !== undefined)
		.map(([, , args = '']) => /(?:^|[^\w$])(?:after|cursor)\s*:\s*\$(\w+)/.exec(args)?.[1]);
	const [first] = variables;
	return variables.every((each) => each === first) ? first : undefined;
}
