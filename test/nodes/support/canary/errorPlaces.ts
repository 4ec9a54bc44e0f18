import { reply } from '../../../conformance/server/faultServer';
import { GRAPHQL, header, ofType, POST, SEND, type Places } from './place';

const isLed = (path: string) => path.includes('page=');

/** Errors, whole answers that are errors, and redirects. */
export const ERRORS: Places = {
	'the message of an error': {
		parameters: SEND,
		answer: (told) => reply(400, { message: `the key ${told} is wrong` }),
	},
	'the message of an error, as it stands': {
		parameters: SEND,
		answer: (told) => reply(400, `{"message":"the key ${told} is wrong"}`),
	},
	'a text': {
		parameters: SEND,
		answer: (told) => ofType('text/plain', reply(422, `no: ${told}`)),
	},
	'a page of HTML': {
		parameters: SEND,
		answer: (told) => ofType('text/html', reply(404, `<p>${told}</p>`)),
	},
	'a text that is shortened': {
		parameters: SEND,
		answer: (told) => reply(400, { message: `${'x'.repeat(485)} ${told}` }),
	},
	'a long text that is shortened': {
		parameters: SEND,
		answer: (told) => reply(400, { message: `${'x'.repeat(2_035)}${told}${'y'.repeat(30_000)}` }),
	},
	'code, field and ID of an error': {
		parameters: SEND,
		answer: (told) =>
			reply(400, {
				message: 'no',
				code: told,
				requestId: told,
				errors: [{ field: told, message: 'is wrong' }],
			}),
	},
	'the name of a field': {
		parameters: SEND,
		answer: (told) => reply(422, { errors: { [told]: ['is wrong'] } }),
	},
	'the headers of an error': {
		parameters: SEND,
		answer: (told) => reply(400, {}, { 'x-request-id': header(told), 'x-key': header(told) }),
	},
	'an error that is repeated': {
		parameters: { ...SEND, gtmRetries: 1, gtmOptions: { firstWait: 0.001 } },
		answer: (told) => reply(503, { message: told }),
	},
	'an error after which nobody knows': {
		parameters: { ...SEND, ...POST },
		answer: (told) => reply(500, { message: told }),
	},
	'a good answer that is no JSON': {
		parameters: SEND,
		answer: (told) => reply(200, `{"key":"${told}`),
	},
	'an answer that is cut': {
		parameters: SEND,
		answer: (told) => ({ ...reply(200, `{"key":"${told}"`), cut: true }),
	},
	'an error inside of a 200': {
		parameters: {
			...SEND,
			innerError: {
				rule: { path: 'ok', is: 'equal', value: 'false', messageAt: 'why', status: 400 },
			},
		},
		answer: (told) => reply(200, { ok: false, why: told }),
	},
	'a body that is no list': {
		parameters: { ...SEND, split: true, recordsPath: 'data.people' },
		answer: (told) => reply(200, { data: { people: told } }),
	},
	'the keys of a body that is no list': {
		parameters: { ...SEND, split: true, recordsPath: 'data.people' },
		answer: (told) => reply(200, { data: { [told]: 1 } }),
	},
	'the results of a batch': {
		parameters: {
			...SEND,
			...POST,
			together: true,
			batchSize: 1,
			matchBy: 'order',
			resultsPath: 'results',
			resultError: 'error',
		},
		answer: (told) => reply(200, { results: [{ error: { key: told } }] }),
	},
	'an error of GraphQL': {
		parameters: GRAPHQL,
		answer: (told) =>
			reply(200, { errors: [{ message: told, path: [told], extensions: { code: told } }] }),
	},
	'a redirect to a place that is not there': {
		parameters: SEND,
		answer: (told, { path, base }) =>
			isLed(path)
				? reply(404, { message: `there is no ${path}` })
				: reply(302, {}, { location: header(`${base}?page=2&k=${told}`) }),
		inAddress: true,
	},
	'a redirect of a write': {
		parameters: { ...SEND, ...POST },
		answer: (told, { base }) => reply(307, {}, { location: header(`${base}?page=2&k=${told}`) }),
	},
	'a redirect to a host that is not there': {
		parameters: SEND,
		answer: (told) => reply(302, {}, { location: header(`http://127.0.0.1:1/${told}?k=${told}`) }),
		inAddress: true,
	},
};
