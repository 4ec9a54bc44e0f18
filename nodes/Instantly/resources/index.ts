import type { Resource } from '../../shared/node/fields';
import { account } from './account';
import { backgroundJob } from './backgroundJob';
import { blockList } from './blockList';
import { campaign } from './campaign';
import { email } from './email';
import { emailVerification } from './emailVerification';
import { lead } from './lead';
import { leadLabel } from './leadLabel';
import { leadList } from './leadList';

export const resources: Resource[] = [
	lead,
	campaign,
	leadList,
	leadLabel,
	blockList,
	account,
	email,
	emailVerification,
	backgroundJob,
];
