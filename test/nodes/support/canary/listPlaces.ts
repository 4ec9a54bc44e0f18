import type { IDataObject } from 'n8n-workflow';
import { reply, type Reply } from '../../../conformance/server/faultServer';
import { gone, GRAPHQL, header, SEND, type Place, type Places } from './place';

const LIST = {
	operation: 'getRecords',
	returnAll: true,
	pagination: 'nextUrl',
	nextUrlPath: 'next',
};
const RECORDS = [{ id: 1 }, { id: 2 }];

/** A list whose second page fails: what the first one says of it is in what tells where to go on. */
function twoPages(
	parameters: IDataObject,
	first: (told: string, base: string, url: string) => Reply,
	rest: Partial<Place> = {},
): Place {
	return {
		parameters: { ...LIST, ...parameters },
		answer: (told, { path, base, url }) =>
			/[?&/](page|after)=/.test(path) ? gone : first(told, base, url),
		items: () => RECORDS,
		goesOn: true,
		...rest,
	};
}

const nextIs = (next: string) => reply(200, { records: RECORDS, next });
const inAddress = true;

/** Lists and good answers. */
export const LISTS: Places = {
	'the next address': twoPages(
		{},
		(told, base, url) => nextIs(`${url}${base}?page=2&key=${told}`),
		{
			inAddress,
		},
	),
	'the path of the next address': twoPages({}, (told, base) => nextIs(`${base}/page=2/${told}/x`), {
		inAddress,
	}),
	'the next address, found by itself': twoPages(
		{ pagination: 'auto' },
		(told, base) => nextIs(`${base}?page=2&key=${told}`),
		{ inAddress },
	),
	'the next address in a header': twoPages(
		{ pagination: 'link' },
		(told, base, url) =>
			reply(
				200,
				{ records: RECORDS },
				// What ends the address in the header cannot stand in it.
				{
					link: `<${header(`${url}${base}?page=2&key=${told.replaceAll('>', '%3E')}`)}>; rel="next"`,
				},
			),
		{ inAddress },
	),
	'a next address that is none': twoPages({}, (told) => nextIs(`http://[${told}`), {
		goesOn: false,
	}),
	'a next address of another host': twoPages({}, (told) =>
		nextIs(`http://other.example/?key=${told}`),
	),
	'the cursor of the next page': twoPages(
		{ pagination: 'cursor', cursorPath: 'next', cursorParameter: 'after' },
		(told) => nextIs(told),
	),
	'the last record': twoPages(
		{ options: { keyPath: 'id' } },
		(told, base) => reply(200, { records: [{ id: told }], next: `${base}?page=2` }),
		{ items: (told) => [{ id: told }] },
	),
	'the path of what a hint is about': {
		parameters: { ...LIST, pagination: 'auto' },
		answer: (told) => reply(200, { [told]: { records: RECORDS, has_more: true } }),
		isGood: true,
		items: () => RECORDS,
	},
	'an error beside the data of GraphQL': {
		parameters: GRAPHQL,
		answer: (told) => reply(200, { data: { name: told }, errors: [{ message: told }] }),
		isGood: true,
		items: (told) => [{ data: { name: told }, errors: [{ message: told }] }],
	},
	'good records': {
		parameters: { ...LIST, pagination: 'none' },
		answer: (told) => reply(200, { records: [{ id: told, [told]: told }] }),
		isGood: true,
		items: (told) => [{ id: told, [told]: told }],
	},
	'a good answer': {
		parameters: SEND,
		answer: (told) => reply(200, { told }, { 'x-key': header(told), 'x-request-id': header(told) }),
		isGood: true,
		items: (told) => [{ told }],
	},
};
