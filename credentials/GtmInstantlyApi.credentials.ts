import type {
	ICredentialDataDecryptedObject,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { accountField, baseUrlField, fieldOfVendor } from '../nodes/shared/node/credentialFields';

export class GtmInstantlyApi implements ICredentialType {
	name = 'gtmInstantlyApi';

	displayName = 'Instantly (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/Instantly/instantly.svg',
		dark: 'file:../nodes/Instantly/instantly.dark.svg',
	};

	documentationUrl = 'https://developer.instantly.ai/getting-started/authorization';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Key for API v2 from Settings > Integrations > API Keys in Instantly, with the scopes of what the nodes do. Testing this credential needs campaigns:read. Keys for API v1 do not work.',
		},
		{
			displayName: 'Workspace ID',
			name: 'workspaceId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 0199b1de-5a02-7d11-8e9f-1a2b3c4d5e6f',
			description:
				'Workspace to act in, for the key of an admin workspace. Leave empty for the workspace of the key.',
		},
		baseUrlField('https://api.instantly.ai'),
		accountField(
			'Name of the workspace. All keys of a workspace share its rate limits: credentials with the same name count together. Leave empty if there is one key.',
		),
	];

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		{ headers, ...request }: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const workspace = String(credentials.workspaceId ?? '').trim();
		return await Promise.resolve({
			...request,
			headers: {
				...headers,
				authorization: `Bearer ${String(credentials.apiKey)}`,
				...(workspace === '' ? {} : { 'x-as-workspace': workspace }),
			},
		});
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/api/v2/campaigns',
			qs: { limit: 1 },
		},
		rules: [fieldOfVendor('Instantly', 'items')],
	};
}
