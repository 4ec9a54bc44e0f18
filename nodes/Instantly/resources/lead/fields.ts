import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { JsonValue } from '../../../shared/engine/types';
import { isoTimeOf } from '../../../shared/node/isoTime';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { readObject } from '../../json';
import { choicesOf, INTEREST_STATUS } from '../../statuses';

type Values = Record<string, JsonValue>;

/** A field for a text. */
function text(
	displayName: string,
	name: string,
	placeholder: string,
	description = '',
): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder,
		...(description === '' ? {} : { description }),
	};
}

/** What a lead holds beside its email (API v2, 2026-11). */
const VALUES: INodeProperties[] = [
	text(
		'Assigned To',
		'assigned_to',
		'e.g. 0199b1de-b064-7d85-9f3e-8b4c0a6e2d57',
		'ID of the user who the lead is given to',
	),
	text('Company Name', 'company_name', 'e.g. Example Ltd'),
	text('First Name', 'first_name', 'e.g. Nathan'),
	{
		displayName: 'Interest Status',
		name: 'lt_interest_status',
		type: 'options',
		default: 1,
		description:
			'How interested the lead is. The number of a custom label can be given by an expression.',
		options: choicesOf(INTEREST_STATUS),
	},
	text('Job Title', 'job_title', 'e.g. Head of Sales'),
	text('Last Name', 'last_name', 'e.g. Smith'),
	text('Personalization', 'personalization', 'e.g. Saw your talk in Lisbon'),
	text('Phone', 'phone', 'e.g. +15550100'),
	text('Potential Value', 'pl_value_lead', 'e.g. 5000'),
	text('Website', 'website', 'e.g. https://example.com'),
];

const valuesField: INodeProperties = {
	displayName: 'Lead Fields',
	name: 'fields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: VALUES,
};

const variableFields: INodeProperties[] = [
	{
		displayName: 'Specify Custom Variables',
		name: 'variablesAs',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
		],
	},
	{
		displayName: 'Custom Variables',
		name: 'variables',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Variable' },
		default: {},
		description:
			'What emails can insert by its name. A campaign learns names that it does not know.',
		options: [
			{
				displayName: 'Variable',
				name: 'variable',
				values: [
					text('Name', 'name', 'e.g. past_customer'),
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'A text; an expression may give a number, true, false or null as well',
					},
				],
			},
		],
		displayOptions: { show: { variablesAs: ['fields'] } },
	},
	{
		displayName: 'Custom Variables',
		name: 'variablesJson',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. {"past_customer": true}',
		description: 'An object whose values are texts, numbers, true, false or null',
		displayOptions: { show: { variablesAs: ['json'] } },
	},
];

export const leadFields: INodeProperties[] = [valuesField, ...variableFields];

/**
 * The fields and variables of an item as the API takes them. Where a value is empty, `empty` takes its
 * place; undefined leaves the field out.
 */
export function readLeadFields(read: ParameterReader, empty: null | undefined): Values | Problem {
	const values: Values = {};
	for (const [name, given] of Object.entries(read.collection('fields'))) {
		const value = name === 'lt_interest_status' ? readStatus(given) : readText(name, given);
		if (value instanceof Problem) return value;
		if (name === 'lt_interest_status' && value === '' && empty === null) {
			return new Problem(
				'Interest Status is empty, and "Update" cannot clear it',
				'Use "Update Interest Status" with "Lead (Reset)", or remove the field.',
			);
		}
		const kept = value === '' ? empty : value;
		if (kept !== undefined) values[name] = kept;
	}
	const variables = readVariables(read);
	if (variables instanceof Problem) return variables;
	return Object.keys(variables).length > 0 ? { ...values, custom_variables: variables } : values;
}

function readText(name: string, given: IDataObject[string]): string | Problem {
	if (given === undefined || given === null) return '';
	if (typeof given === 'string') return given.trim();
	if (typeof given === 'number' || typeof given === 'boolean') return String(given);
	return (
		isoTimeOf(given) ??
		new Problem(
			`${labelOf(name)} is ${kindOf(given)}, but has to be a text`,
			'Choose one of its fields or entries in the expression.',
		)
	);
}

function readStatus(given: IDataObject[string]): number | '' | Problem {
	if (given === undefined || given === null) return '';
	const text = typeof given === 'object' ? kindOf(given) : String(given).trim();
	if (text === '') return '';
	// What is blank, false or an empty list counts as 0 for JavaScript: out of office.
	if (/^-?\d+$/.test(text)) return Number(text);
	return new Problem(
		`Interest Status is "${text}", which is no number`,
		'Choose a status, or give the number of a custom label.',
	);
}

function labelOf(name: string): string {
	return VALUES.find((field) => field.name === name)?.displayName ?? name;
}

/** Texts, numbers, booleans and null are all that Instantly keeps (API v2, 2026-11). */
function readVariables(read: ParameterReader): Values | Problem {
	const given =
		read.text('variablesAs') === 'json'
			? readObject(read, 'variablesJson', 'Custom Variables', '{"past_customer": true}')
			: fromFields(read);
	if (given instanceof Problem) return given;
	const variables: Values = {};
	for (const [name, value] of Object.entries(given)) {
		if (value === undefined) continue;
		const isPlain = value === null || typeof value !== 'object';
		const kept = isPlain ? value : isoTimeOf(value);
		if (kept === undefined) {
			return new Problem(
				`The custom variable "${name}" is ${kindOf(value)}`,
				'Give it a text, a number, true, false or null: Instantly keeps nothing else. A list can be joined to a text.',
			);
		}
		variables[name] = kept;
	}
	return variables;
}

function fromFields(read: ParameterReader): Record<string, JsonValue | undefined> | Problem {
	const entries = read.list('variables', 'variable');
	const unnamed = entries.some(({ name }) => String(name ?? '').trim() === '');
	if (unnamed) {
		return new Problem('A custom variable has no name', 'Enter its name, or remove it.');
	}
	return Object.fromEntries(
		entries.map(({ name, value }) => [String(name).trim(), value as JsonValue | undefined]),
	);
}

function kindOf(value: unknown): string {
	return Array.isArray(value) ? 'a list' : 'an object';
}
