import type { Resource } from '../../shared/node/fields';
import { recordResources } from './records';

export const resources: Resource[] = recordResources;
