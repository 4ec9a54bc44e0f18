import { asArray, asObject } from '../../../shared/engine/body';
import { toItem, type Operation } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { simplifyField } from '../../../shared/node/view';
import { describeRequest, readDescribe } from '../../lookup/describe';
import { readObjectType } from '../../write/row';
import { objectField } from '../record/fields';

export const getObjectFields: Operation = requestOperation(
	{
		name: 'Get Object Fields',
		action: 'Get the fields of an object',
		description: 'Get the fields of an object that the user of the credential may see',
		fields: [objectField, simplifyField],
	},
	(read, facts) => {
		const type = readObjectType(read);
		if (type instanceof Problem) return type;
		const isSimple = read.flag('simplify');
		return {
			request: { ...describeRequest(facts, type), operation: 'organization.getObjectFields' },
			read: ({ data }) => ({
				items: isSimple
					? readDescribe(data).fields.map((field) => ({
							name: field.name,
							label: field.label,
							type: field.type,
							required: field.required,
							createable: field.createable,
							updateable: field.updateable,
							externalId: field.externalId,
							calculated: field.calculated,
							values: field.options.map(({ value }) => value),
							referenceTo: field.referenceTo,
						}))
					: asArray(asObject(data).fields).map((field) => toItem(asObject(field))),
			}),
		};
	},
);
