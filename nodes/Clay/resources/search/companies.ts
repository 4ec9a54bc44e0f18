import { searchOperation } from '../../search/operation';

export const companies = searchOperation(
	{
		name: 'Companies',
		action: 'Search companies',
		description: "Find companies in Clay's database",
	},
	{ source: 'companies', idField: 'clay_company_id', loadOptionsMethod: 'getCompanyFilters' },
);
