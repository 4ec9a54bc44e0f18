import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crash } from './crash';
import { freePort } from './freePort';

const PASSWORD = 'canary-pg-4711-secret';

/** A real Postgres of the test's own, on a free port; it can be stopped and started again. */
export class PostgresServer {
	private running: ChildProcess | undefined;

	private constructor(
		private readonly bin: string,
		private readonly folder: string,
		readonly port: number,
		private readonly user: { uid?: number; gid?: number },
	) {}

	static async start(): Promise<PostgresServer> {
		const [initdb] = globSync('/usr/lib/postgresql/*/bin/initdb').sort().reverse();
		if (initdb === undefined) throw new Error('Postgres is needed: apt install postgresql');
		const bin = dirname(initdb);
		const folder = mkdtempSync(join(tmpdir(), 'gtm-postgres-'));
		const user = userOf(folder);
		const data = ['-D', join(folder, 'data'), '-U', 'owner', '--auth=trust', '--no-sync'];
		execFileSync(initdb, ['--encoding=UTF8', ...data], { stdio: 'pipe', ...user });
		const server = new PostgresServer(bin, folder, await freePort(), user);
		await server.resume();
		return server;
	}

	url(user = 'owner'): string {
		return `postgres://${user}:${PASSWORD}@127.0.0.1:${this.port}/postgres`;
	}

	/** What a statement gives: fields with | between them. */
	sql(statement: string): string[] {
		const args = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'owner', '-d', 'postgres'];
		const printed = execFileSync(join(this.bin, 'psql'), [...args, '-Atqc', statement], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		return printed.split('\n').filter(Boolean);
	}

	async resume(): Promise<void> {
		const settings = ['listen_addresses=127.0.0.1', 'fsync=off', 'max_connections=30'];
		const args = ['-D', join(this.folder, 'data'), '-p', String(this.port), '-k', this.folder];
		this.running = spawn(
			join(this.bin, 'postgres'),
			[...args, ...settings.flatMap((setting) => ['-c', setting])],
			{ stdio: 'ignore', ...this.user },
		);
		for (;;) {
			try {
				this.sql('SELECT 1');
				return;
			} catch {
				if (this.running.exitCode !== null) throw new Error('Postgres did not start');
				await sleep(50);
			}
		}
	}

	/** As a crash of the machine would: without a word to its clients. */
	async halt(): Promise<void> {
		const { running } = this;
		this.running = undefined;
		await crash(running, 'SIGQUIT');
	}

	async remove(): Promise<void> {
		await this.halt();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** Postgres does not run as root. */
function userOf(folder: string): { uid?: number; gid?: number } {
	if (process.getuid?.() !== 0) return {};
	const id = (flag: string) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
	const user = { uid: id('-u'), gid: id('-g') };
	chownSync(folder, user.uid, user.gid);
	return user;
}
