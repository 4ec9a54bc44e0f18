import type { INodeListSearchItems } from 'n8n-workflow';

/** Choices whose name or value holds the text, by their names. */
export function matching(choices: INodeListSearchItems[], text: string): INodeListSearchItems[] {
	const wanted = text.toLowerCase();
	return choices
		.filter(({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
}
