import type { Resource } from '../../shared/node/fields';
import { activityResources } from './activities';
import { association } from './association';
import { recordResources } from './records';

export const resources: Resource[] = [...recordResources, ...activityResources, association];
