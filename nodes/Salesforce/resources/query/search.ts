import type { INodeProperties } from 'n8n-workflow';
import { asObject, recordsOf } from '../../../shared/engine/body';
import { toItem, type Operation } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { simplifyField } from '../../../shared/node/view';
import { CALLS } from '../../vendor';
import { simplified } from '../../view';

const soslField: INodeProperties = {
	displayName: 'Search',
	name: 'sosl',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. FIND {example.com} IN ALL FIELDS RETURNING Contact(Name, Email)',
	description: 'In SOSL, the search language of Salesforce, which gives up to 2,000 records',
};

export const search: Operation = requestOperation(
	{
		name: 'Search',
		action: 'Search records',
		description: 'Search the text of several objects at once by SOSL',
		fields: [soslField, simplifyField],
	},
	(read, { data }) => {
		const sosl = read.text('sosl');
		if (sosl === '') {
			return new Problem('Search is empty', 'Enter one that begins with FIND.');
		}
		const isSimple = read.flag('simplify');
		return {
			request: {
				operation: 'query.search',
				method: 'GET',
				path: `${data}/search`,
				query: { q: sosl },
				safeToRepeat: true,
				readOnly: true,
				quotas: CALLS,
			},
			read: (answer) => ({
				items: recordsOf(answer.data, 'searchRecords').map((record) =>
					isSimple ? withObject(record) : toItem(asObject(record)),
				),
			}),
		};
	},
);

/** Records of several objects stand in one list: each says of which it is. */
function withObject(record: Parameters<typeof simplified>[0]) {
	const { type } = asObject(asObject(record).attributes);
	return { object: String(type ?? ''), ...simplified(record) };
}
