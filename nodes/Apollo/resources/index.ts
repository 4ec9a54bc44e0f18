import type { Resource } from '../../shared/node/fields';
import { account } from './account';
import { contact } from './contact';
import { deal } from './deal';
import { organization } from './organization';
import { person } from './person';
import { sequence } from './sequence';
import { teamResources } from './team';
import { usage } from './usage';

/** Person comes first: it is what most come for, and what workflows of earlier versions have. */
export const resources: Resource[] = [
	person,
	organization,
	contact,
	account,
	deal,
	sequence,
	...teamResources,
	usage,
];
