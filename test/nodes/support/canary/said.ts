import type { IDataObject } from 'n8n-workflow';
import type { NodeRun } from '../runNode';
import { textsOf } from './reveal';

/** Signs that each encoding writes in another way, as far as a header may carry them. */
export const KEY = `cQ/7"+wZ=e%2Fk&<Jy>'~!*Xu\\9?v`;
/** And those that a password may hold besides. */
export const PASSWORD = `cQ/7"+é Z=ük&<J y>'~!*Xu\\9#v`;
export const TOKEN = 'tokNn4vQ81-zKd_53.Yw';

const isBad = ({ json }: { json: IDataObject }) => 'error' in json && 'details' in json;

/** What was said of the run: all of it but the records, which are the vendor's own words. */
export function saidOf({ run: whole, outputs, hints, messages, error }: NodeRun): string[] {
	const bad = outputs.flat().filter(isBad);
	return [...textsOf([bad, hints, messages, error]), ...textsOf(whole, ['main'])];
}
