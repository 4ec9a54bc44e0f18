import { searchOperation } from '../../search/operation';

export const people = searchOperation(
	{
		name: 'People',
		action: 'Search people',
		description: "Find people in Clay's database. Gives no emails: those come from routines.",
	},
	{ source: 'people', idField: 'clay_profile_id', loadOptionsMethod: 'getPeopleFilters' },
);
