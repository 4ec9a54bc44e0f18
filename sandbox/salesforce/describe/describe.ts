import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Call } from '../call';
import { typeIn } from '../call';
import type { Field, FieldType } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import { SOBJECTS } from '../schema/sobjects';

/** When the org's objects were last changed by their admin. */
const CHANGED_AT = Date.parse('2026-08-01T00:00:00Z');

/** Of a call that writes (REST API guide, Describe Global). */
const MAX_BATCH_SIZE = 200;

const SOAP_TYPES: Partial<Record<FieldType, string>> = {
	id: 'tns:ID',
	reference: 'tns:ID',
	boolean: 'xsd:boolean',
	int: 'xsd:int',
	double: 'xsd:double',
	currency: 'xsd:double',
	percent: 'xsd:double',
	date: 'xsd:date',
	datetime: 'xsd:dateTime',
	address: 'urn:address',
};

function isCustom(name: string): boolean {
	return name.endsWith('__c');
}

function fieldView(field: Field): JsonObject {
	const { derive, initial, picklistValues, ...shown } = field;
	return {
		...shown,
		byteLength: field.length * 3,
		digits: field.type === 'int' ? field.precision : 0,
		custom: isCustom(field.name),
		defaultValue: typeof initial === 'boolean' ? initial : null,
		deprecatedAndHidden: false,
		groupable: field.filterable,
		permissionable: field.nillable,
		picklistValues: picklistValues.map((value) => ({
			active: true,
			defaultValue: value === initial,
			label: value,
			validFor: null,
			value,
		})),
		polymorphicForeignKey: field.referenceTo.length > 1,
		calculatedFormula: null,
		soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
	};
}

/** What the list of objects says of each. */
function objectView({ name, label, labelPlural, prefix, writable }: SobjectType, base: string) {
	return {
		activateable: false,
		createable: writable,
		custom: isCustom(name),
		customSetting: false,
		deletable: writable,
		deprecatedAndHidden: false,
		feedEnabled: false,
		hasSubtypes: false,
		keyPrefix: prefix,
		label,
		labelPlural,
		layoutable: true,
		mergeable: ['Account', 'Contact', 'Lead'].includes(name),
		mruEnabled: true,
		name,
		queryable: true,
		replicateable: true,
		retrieveable: true,
		searchable: true,
		triggerable: true,
		undeletable: writable,
		updateable: writable,
		urls: {
			sobject: `${base}/sobjects/${name}`,
			describe: `${base}/sobjects/${name}/describe`,
			rowTemplate: `${base}/sobjects/${name}/{ID}`,
		},
	};
}

function childrenOf({ name }: SobjectType): JsonObject[] {
	return SOBJECTS.flatMap((child) =>
		child.fields
			.filter(({ referenceTo }) => referenceTo.includes(name))
			.map((field) => ({
				cascadeDelete: false,
				childSObject: child.name,
				deprecatedAndHidden: false,
				field: field.name,
				relationshipName: isCustom(child.name) ? `${child.labelPlural}__r` : child.labelPlural,
				restrictedDelete: false,
			})),
	);
}

export function listObjects({ base }: Call): VendorAnswer {
	const sobjects = SOBJECTS.map((type) => objectView(type, base));
	const body = { encoding: 'UTF-8', maxBatchSize: MAX_BATCH_SIZE, sobjects };
	return jsonAnswer(200, body, { applied: true });
}

/** The same as in the list, with the record types' master alone. */
export function basicInformation(call: Call): VendorAnswer {
	const objectDescribe = objectView(typeIn(call), call.base);
	return jsonAnswer(200, { objectDescribe, recentItems: [] }, { applied: true });
}

/** 304 for who knows it already (REST API guide, If-Modified-Since). */
export function describeObject(call: Call): VendorAnswer {
	const type = typeIn(call);
	const headers = { 'last-modified': new Date(CHANGED_AT).toUTCString() };
	const known = Date.parse(call.request.headers['if-modified-since'] ?? '');
	if (known >= CHANGED_AT) return { status: 304, body: '', headers, applied: true };
	const recordTypeInfos = [
		{
			active: true,
			available: true,
			defaultRecordTypeMapping: true,
			developerName: 'Master',
			master: true,
			name: 'Master',
			recordTypeId: '012000000000000AAA',
		},
	];
	const body = {
		...objectView(type, call.base),
		fields: type.fields.map(fieldView),
		childRelationships: childrenOf(type),
		recordTypeInfos,
	};
	return jsonAnswer(200, body, { headers, applied: true });
}
