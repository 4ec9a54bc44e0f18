import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server on 127.0.0.1 that keeps what it is sent. */
export class MailServer {
	private constructor(
		private readonly server: SMTPServer,
		readonly mails: Email[],
	) {}

	static async start(): Promise<MailServer> {
		const mails: Email[] = [];
		const server = new SMTPServer({
			authOptional: true,
			disabledCommands: ['STARTTLS'],
			onData(stream, _session, taken) {
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.once('end', () => {
					PostalMime.parse(Buffer.concat(chunks)).then(
						(mail) => {
							mails.push(mail);
							taken();
						},
						(error: unknown) => taken(error instanceof Error ? error : new Error(String(error))),
					);
				});
			},
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(0, '127.0.0.1', () => resolve());
		});
		return new MailServer(server, mails);
	}

	get port(): number {
		const address = this.server.server.address();
		return (address as AddressInfo).port;
	}

	async stop(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}
}
