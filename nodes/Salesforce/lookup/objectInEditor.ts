import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import { salesforceAccess } from '../connection';
import { describeRequest, readDescribe, type ObjectDefinition } from './describe';

/** The object that the editor shows; undefined while none is chosen. */
export async function objectInEditor(
	context: ILoadOptionsFunctions,
): Promise<{ lookup: Lookup; object: ObjectDefinition | undefined }> {
	const lookup = await openLookup(context, salesforceAccess);
	const type = lookup.read.locator('objectType');
	if (!/^[a-z]\w*$/i.test(type)) return { lookup, object: undefined };
	return { lookup, object: readDescribe(await lookup.get(describeRequest(lookup.facts, type))) };
}
