import { recordRequest } from '../../entity/entity';
import { asObject } from '../../../shared/engine/body';
import { toItem } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { leadListEntity } from './leadList';

export const getVerificationStats = requestOperation(
	{
		name: 'Get Verification Stats',
		action: 'Get verification stats of a lead list',
		description: 'Get how many leads of a list have verified, invalid or risky emails',
		fields: [leadListEntity.idField],
	},
	(read) => {
		const id = leadListEntity.readId(read);
		if (id instanceof Problem) return id;
		return {
			request: recordRequest(
				leadListEntity,
				'verificationStats',
				id,
				{ method: 'GET' },
				'/verification-stats',
			),
			read: ({ data }) => {
				const { stats, total_leads } = asObject(data);
				return { items: [toItem({ id, total_leads, ...asObject(stats) })] };
			},
		};
	},
);
