import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { salesforceCredentialFields } from '../nodes/Salesforce/credentialFields';
import { mint } from '../nodes/Salesforce/jwt';
import { environmentFields } from '../nodes/Salesforce/login';

export class GtmSalesforceJwtApi implements ICredentialType {
	name = 'gtmSalesforceJwtApi';

	displayName = 'Salesforce JWT (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/Salesforce/salesforce.svg',
		dark: 'file:../nodes/Salesforce/salesforce.dark.svg',
	};

	documentationUrl =
		'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Instance URL',
			name: 'instanceUrl',
			type: 'hidden',
			default: '',
		},
		...environmentFields,
		{
			displayName: 'Consumer Key',
			name: 'consumerKey',
			type: 'string',
			default: '',
			required: true,
			description: 'Of the app, whose certificate belongs to the private key',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. integration@example.com',
			description: 'Of the user for whom the node acts, who has approved the app',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			required: true,
			placeholder: '-----BEGIN PRIVATE KEY-----',
			description: 'The whole PEM text, of a key without a passphrase',
		},
		...salesforceCredentialFields,
	];

	/** For n8n's test of the credential and its HTTP Request node; the Salesforce nodes keep tokens of their own. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const { token, instanceUrl } = await mint(
			credentials,
			async (options): Promise<unknown> => await this.helpers.httpRequest(options),
		);
		return { accessToken: token, instanceUrl };
	}

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.instanceUrl}}',
			url: '=/services/data/{{$credentials.apiVersion}}/limits',
		},
	};
}
