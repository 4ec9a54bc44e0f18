import type { Resource } from '../../../shared/node/fields';
import { verify } from './verify';

export const emailVerification: Resource = {
	name: 'Email Verification',
	value: 'emailVerification',
	operations: { verify },
};
