import type { INodeProperties } from 'n8n-workflow';
import { asObject } from '../shared/engine/body';
import { toItem } from '../shared/node/operation';
import type { ParameterReader } from '../shared/node/parameters';
import { chosenFields, chosenView, type View } from '../shared/node/view';
import { nameOf, type Meanings } from './statuses';

/** What records of one kind hold. */
export interface Shape {
	/** All fields, by the names of the API. */
	fields: readonly string[];
	/** Those of a simplified item: ten at most. */
	usual: readonly string[];
	/** Fields whose numbers stand for something: its name is given beside them, as `status_name`. */
	meanings?: Readonly<Record<string, Meanings>>;
}

/** What of a record an item shows. */
export function viewFields({ fields }: Shape): INodeProperties[] {
	return chosenFields(Object.fromEntries(fields.map((name) => [name, titleOf(name)])));
}

/** The view that an item asks for. */
export function readView(read: ParameterReader, shape: Shape): View {
	return chosenView(read, simplified(shape));
}

/** The usual fields that a record has, and what their numbers stand for. */
export function simplified({ usual, meanings = {} }: Shape): View {
	return (record) => {
		const held = asObject(record);
		const item: ReturnType<typeof asObject> = {};
		for (const name of usual) {
			if (held[name] === undefined) continue;
			item[name] = held[name];
			const meaning = meanings[name] && nameOf(meanings[name], held[name]);
			if (meaning !== undefined) item[`${name}_name`] = meaning;
		}
		return toItem(item);
	};
}

const UPPER = new Set(['id', 'ai', 'sdr', 'cc', 'bcc', 'esp', 'esg', 'url', 'json']);
const SPELLED: Record<string, string> = {
	bl: 'Blocked',
	eaccount: 'Mailbox',
	lt: 'Lead',
	pl: 'Potential',
	ts: 'Time',
	ue: 'Email',
	i: 'Interest',
};

/** "timestamp_created" as "Timestamp Created". */
function titleOf(name: string): string {
	const words = name.split('_').map((word) => {
		if (UPPER.has(word)) return word.toUpperCase();
		return SPELLED[word] ?? word.charAt(0).toUpperCase() + word.slice(1);
	});
	return words.join(' ');
}
