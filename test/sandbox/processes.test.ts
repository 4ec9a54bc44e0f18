import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

async function ask(base: string, call: string, body?: unknown): Promise<unknown> {
	const [method, path] = call.split(' ');
	const response = await fetch(`${base}${path}`, { method, body: JSON.stringify(body) });
	return await response.json();
}

describe('Connections', () => {
	it('are kept open between calls', async () => {
		const { sandbox } = await started();
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const ports = new Set<number | undefined>();
		for (let count = 0; count < 3; count++) {
			await new Promise<void>((resolve, reject) => {
				const call = request(`${sandbox.urls.apollo}/auth/health`, { agent }, (answer) => {
					ports.add(answer.socket.localPort);
					answer.resume().once('end', resolve);
				});
				call.once('error', reject).end();
			});
		}
		agent.destroy();
		expect(ports.size).toBe(1);
	});
});

describe('The command', () => {
	it('prints where to call, is ready in its last line and ends on SIGTERM', async () => {
		const root = join(__dirname, '..', '..');
		const args = [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'sandbox/main.ts')];
		const child = spawn(process.execPath, [...args, '--seed', '7', '--people', '20'], {
			cwd: root,
		});
		const lines: string[] = [];
		for await (const line of createInterface({ input: child.stdout })) {
			lines.push(line);
			if (line.startsWith('ready ')) break;
		}
		const ready = JSON.parse((lines.at(-1) ?? '').slice('ready '.length));
		expect(lines.join('\n')).toContain(ready.apolloKey);
		expect(await ask(ready.urls.control, 'GET /state')).toMatchObject({ people: 20 });
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		expect(await ended).toBe(0);
	}, 20_000);
});
