import type { IDataObject } from 'n8n-workflow';

/** A field mapper: values by the internal names of properties, and what to match on. */
export const mapped = (value: IDataObject, matchingColumns: string[] = []): IDataObject => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns,
	schema: [],
});
