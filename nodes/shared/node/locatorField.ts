import type { INodeProperties } from 'n8n-workflow';

/** What is picked from a list of the editor, or told by its ID. */
export interface Locator {
	displayName: string;
	name: string;
	description: string;
	/** Which of the node's `listSearch` methods fills the list. */
	searchListMethod: string;
	/** Of what is entered without the list. */
	placeholder: string;
	/** How that is called; "By ID" unless told. */
	by?: string;
	/** True unless told. */
	required?: boolean;
}

/** A resource locator of two modes: From List, at first, and "id". Its value is read by `read.locator`. */
export function locatorField(locator: Locator): INodeProperties {
	const { displayName, name, description, required = true, by = 'By ID' } = locator;
	const { searchListMethod, placeholder } = locator;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(required ? { required } : {}),
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: by, name: 'id', type: 'string', placeholder },
		],
	};
}
