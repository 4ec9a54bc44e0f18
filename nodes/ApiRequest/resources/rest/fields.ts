import type { INodeProperties } from 'n8n-workflow';

export const urlField: INodeProperties = {
	displayName: 'URL',
	name: 'url',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://api.example.com/contacts',
	description: 'The whole address, or the path behind the base URL of the credential',
};

/** Name and value pairs. */
function pairs(displayName: string, name: string, placeholder: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder,
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	};
}

export const queryField = pairs('Query Parameters', 'query', 'Add parameter');
export const headersField = pairs('Headers', 'headers', 'Add header');

const withBody = { method: ['POST', 'PUT', 'PATCH', 'DELETE'] };

const filesField: INodeProperties = {
	displayName: 'Files',
	name: 'files',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add file',
	displayOptions: { show: { ...withBody, bodyType: ['multipart'] } },
	options: [
		{
			displayName: 'File',
			name: 'file',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: 'file',
					description: 'Name of the part of the form',
				},
				{
					displayName: 'Input Field with the File',
					name: 'inputField',
					type: 'string',
					default: 'data',
				},
			],
		},
	],
};

/** The kinds of body, and what each needs. */
export const bodyFields: INodeProperties[] = [
	{
		displayName: 'Body',
		name: 'bodyType',
		type: 'options',
		default: 'none',
		displayOptions: { show: withBody },
		options: [
			{ name: 'Fields', value: 'fields', description: 'Names and values, sent as a JSON object' },
			{ name: 'File', value: 'file', description: 'The binary data of the item' },
			{ name: 'Form', value: 'form', description: 'Names and values, sent as a web form' },
			{
				name: 'Form with Files',
				value: 'multipart',
				description: 'Names, values and files, sent as multipart/form-data',
			},
			{ name: 'JSON', value: 'json' },
			{ name: 'None', value: 'none' },
			{ name: 'Raw', value: 'raw', description: 'Any text' },
		],
	},
	{
		...pairs('Body Fields', 'bodyFields', 'Add field'),
		displayOptions: { show: { ...withBody, bodyType: ['fields', 'form', 'multipart'] } },
	},
	filesField,
	{
		displayName: 'JSON Body',
		name: 'jsonBody',
		type: 'json',
		typeOptions: { rows: 5 },
		default: '{}',
		displayOptions: { show: { ...withBody, bodyType: ['json'] } },
	},
	{
		displayName: 'Content Type',
		name: 'rawType',
		type: 'string',
		default: 'text/plain',
		displayOptions: { show: { ...withBody, bodyType: ['raw'] } },
	},
	{
		displayName: 'Text',
		name: 'rawBody',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		displayOptions: { show: { ...withBody, bodyType: ['raw'] } },
	},
	{
		displayName: 'Input Field with the File',
		name: 'inputField',
		type: 'string',
		default: 'data',
		displayOptions: { show: { ...withBody, bodyType: ['file'] } },
	},
];
