import type { Readable } from 'node:stream';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { messageOf } from '../engine/errorFacts';
import { Problem } from './parameters';

/** A file as it lies at an item. */
export interface File {
	data: Buffer;
	/** Its MIME type. */
	type: string;
	name?: string;
}

/** Reads and makes the binary data of items. Neither throws. */
export interface Files {
	read(itemIndex: number, property: string): Promise<File | Problem>;
	/** A stream is kept as it comes, where n8n keeps files on disk; one that fails leaves no file. */
	write(
		file: { data: Buffer | Readable } & Partial<Omit<File, 'data'>>,
	): Promise<IBinaryData | Problem>;
}

export function filesOf(context: IExecuteFunctions): Files {
	return {
		async read(itemIndex, property) {
			try {
				const { mimeType, fileName } = context.helpers.assertBinaryData(itemIndex, property);
				const data = await context.helpers.getBinaryDataBuffer(itemIndex, property);
				return { data, type: mimeType, ...(fileName === undefined ? {} : { name: fileName }) };
			} catch (error) {
				return new Problem(
					`The item has no file in "${property}" (${messageOf(error)})`,
					'Enter the name of the input field that holds the file.',
				);
			}
		},
		async write({ data, type, name }) {
			try {
				return await context.helpers.prepareBinaryData(data, name, type);
			} catch (error) {
				return new Problem(
					`The answer could not be kept as a file: ${messageOf(error)}`,
					'Check the disk and the binary data settings of n8n.',
				);
			}
		},
	};
}
