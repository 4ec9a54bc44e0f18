import type { Resource } from '../../../shared/node/fields';
import { send } from './send';
import { sendForResult } from './sendForResult';

export const tableRow: Resource = {
	name: 'Table Row',
	value: 'tableRow',
	operations: { send, sendForResult },
};
