import type { Resource } from '../../shared/node/fields';
import { account } from './account';
import { activityResources } from './activities';
import { association } from './association';
import { list } from './list';
import { owner } from './owner';
import { pipeline } from './pipeline';
import { property } from './property';
import { recordResources } from './records';
import { sequence } from './sequence';

export const resources: Resource[] = [
	...recordResources,
	...activityResources,
	association,
	list,
	sequence,
	owner,
	pipeline,
	property,
	account,
];
