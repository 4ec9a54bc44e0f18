import { GraphQLError } from 'graphql';

import { options } from './child.mjs';
import { makePeople } from './people.mjs';

const LARGEST_PAGE = 100;

export const typeDefs = /* GraphQL */ `
	type Person {
		id: ID!
		name: String!
		email: String!
		"Refused for every tenth person."
		salary: Int
	}
	type PersonEdge {
		cursor: String!
		node: Person!
	}
	type PageInfo {
		hasNextPage: Boolean!
		endCursor: String
	}
	type PersonConnection {
		edges: [PersonEdge!]!
		nodes: [Person!]!
		pageInfo: PageInfo!
		totalCount: Int!
	}
	input AddPersonInput {
		name: String!
		email: String!
	}
	type UserError {
		field: [String!]!
		message: String!
	}
	type AddPersonPayload {
		person: Person
		userErrors: [UserError!]!
	}
	type Query {
		people(first: Int = 10, after: String): PersonConnection!
		person(id: ID!): Person
	}
	type Mutation {
		addPerson(input: AddPersonInput!): AddPersonPayload!
	}
`;

const people = makePeople(options.people);
const additions = new Map();

/** How often addPerson was applied, by email: twice for one email is a repeated write. */
export function applied() {
	return Object.fromEntries(additions);
}

const cursorOf = (index) => Buffer.from(`person:${index}`).toString('base64');

function indexOf(cursor) {
	const found = /^person:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
	if (found) return Number(found[1]);
	throw new GraphQLError('Invalid cursor', { extensions: { code: 'BAD_USER_INPUT' } });
}

function connection(_root, { first, after }) {
	const from = after ? indexOf(after) + 1 : 0;
	const size = Math.min(Math.max(first ?? 10, 0), LARGEST_PAGE);
	const nodes = people.slice(from, from + size);
	const edges = nodes.map((node, place) => ({ cursor: cursorOf(from + place), node }));
	return {
		edges,
		nodes,
		pageInfo: {
			hasNextPage: from + nodes.length < people.length,
			endCursor: edges.at(-1)?.cursor ?? null,
		},
		totalCount: people.length,
	};
}

function addPerson(_root, { input }) {
	if (!input.email.includes('@')) {
		const wrong = { field: ['input', 'email'], message: 'Email is invalid' };
		return { person: null, userErrors: [wrong] };
	}
	additions.set(input.email, (additions.get(input.email) ?? 0) + 1);
	const person = { id: people.length + 1, ...input };
	people.push(person);
	return { person, userErrors: [] };
}

function salary({ id }) {
	if (id % 10 !== 0) return 50_000 + id;
	throw new GraphQLError(`The salary of person ${id} is secret`, {
		extensions: { code: 'FORBIDDEN' },
	});
}

export const resolvers = {
	Person: { salary },
	Query: {
		people: connection,
		person: (_root, { id }) => people.find((person) => String(person.id) === id) ?? null,
	},
	Mutation: { addPerson },
};
