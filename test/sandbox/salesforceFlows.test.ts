import { list, org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const FLOW = '/actions/custom/flow';

describe('Salesforce: flows', () => {
	it('are listed and described', async () => {
		const { api } = await org();
		expect((await api(`GET ${FLOW}`)).json).toEqual({
			actions: [
				{
					label: 'Score Lead',
					name: 'Score_Lead',
					type: 'FLOW',
					url: `/services/data/v66.0${FLOW}/Score_Lead`,
				},
				{
					label: 'Create Follow-Up',
					name: 'Create_Follow_Up',
					type: 'FLOW',
					url: `/services/data/v66.0${FLOW}/Create_Follow_Up`,
				},
			],
		});
		expect((await api('GET /actions/custom')).json).toEqual({
			flow: `/services/data/v66.0${FLOW}`,
		});
		expect((await api(`GET ${FLOW}/Score_Lead`)).json).toMatchObject({
			name: 'Score_Lead',
			inputs: [
				{ name: 'leadId', type: 'STRING', required: true },
				{ name: 'bonus', type: 'NUMBER', required: false },
			],
			outputs: [{ name: 'score' }, { name: 'Flow__InterviewStatus' }],
		});
		expect((await api(`GET ${FLOW}/Nothing`)).status).toBe(404);
	});

	it('run once for each input and fail for each alone', async () => {
		const { api, created, sandbox } = await org();
		const leadId = await created('Lead', {
			LastName: 'Lee',
			Company: 'Acme',
			NumberOfEmployees: 120,
		});
		const inputs = [
			{ leadId, bonus: 3 },
			{},
			{ leadId: 'x' },
			{ leadId, bonus: '3' },
			{ leadid: 1 },
		];
		const answer = await api(`POST ${FLOW}/Score_Lead`, { inputs });
		expect(answer.status).toBe(200);
		const [first, ...failed] = list(answer);
		expect(first).toMatchObject({
			actionName: 'Score_Lead',
			isSuccess: true,
			errors: null,
			outputValues: { score: 15, Flow__InterviewStatus: 'Finished' },
		});
		expect(failed).toMatchObject([
			{
				isSuccess: false,
				outputValues: null,
				errors: [
					{
						statusCode: 'INVALID_API_INPUT',
						message: 'Missing required input parameter: leadId',
						fields: [],
					},
				],
			},
			{ errors: [{ statusCode: 'CANNOT_EXECUTE_FLOW_TRIGGER' }] },
			{ errors: [{ statusCode: 'INVALID_API_INPUT' }] },
			{ errors: [{ statusCode: 'INVALID_API_INPUT' }] },
		]);
		expect(sandbox.state().salesforce.flowInterviews).toBe(1);
	});

	it('answer 400 where every input failed, and where there is none', async () => {
		const { api } = await org();
		expect(await api(`POST ${FLOW}/Score_Lead`, { inputs: [{}] })).toMatchObject({
			status: 400,
			json: [{ actionName: 'Score_Lead', isSuccess: false }],
		});
		for (const body of [{}, { inputs: [] }, { inputs: {} }]) {
			expect(await api(`POST ${FLOW}/Score_Lead`, body)).toMatchObject({
				status: 400,
				json: [{ errorCode: 'MISSING_ARGUMENT' }],
			});
		}
	});

	it('write what they write each time they run', async () => {
		const { api, created, sandbox } = await org();
		const recordId = await created('Contact', { LastName: 'Lee' });
		const body = { inputs: [{ recordId, subject: 'Call' }] };
		await api(`POST ${FLOW}/Create_Follow_Up`, body);
		const [second] = list(await api(`POST ${FLOW}/Create_Follow_Up`, body));
		expect(second).toMatchObject({ outputValues: { taskId: expect.stringMatching(/^00T/) } });
		expect(sandbox.state().salesforce.objects.Task).toMatchObject({ records: 2, appliedTwice: 1 });
	});
});
