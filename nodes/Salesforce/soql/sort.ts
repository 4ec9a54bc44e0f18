import type { INodeProperties } from 'n8n-workflow';
import type { ParameterReader } from '../../shared/node/parameters';
import { DEPENDS } from '../lookup/depends';

export const sortField: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add field to sort by',
	default: {},
	description: 'In which order the records come',
	options: [
		{
			displayName: 'Field',
			name: 'by',
			values: [
				{
					displayName: 'Field Name or ID',
					name: 'field',
					type: 'options',
					typeOptions: { loadOptionsMethod: 'getSortFields', loadOptionsDependsOn: DEPENDS },
					default: '',
					description:
						'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				},
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					default: 'ASC',
					options: [
						{ name: 'Ascending', value: 'ASC' },
						{ name: 'Descending', value: 'DESC' },
					],
				},
			],
		},
	],
};

export interface SortBy {
	field: string;
	direction: 'ASC' | 'DESC';
}

/** What to sort by, the first before the others; entries without a field are left out. */
export function readSort(read: ParameterReader): SortBy[] {
	return read
		.list('sort', 'by')
		.map(({ field, direction }): SortBy => {
			const name = String(field ?? '').trim();
			return { field: name, direction: direction === 'DESC' ? 'DESC' : 'ASC' };
		})
		.filter(({ field }) => field !== '');
}

/** Empty values come last either way: people sort to see what is there. */
export function orderBy(sort: SortBy[]): string {
	if (sort.length === 0) return '';
	const parts = sort.map(({ field, direction }) => `${field} ${direction} NULLS LAST`);
	return ` ORDER BY ${parts.join(', ')}`;
}
