import { banner, optionsOf, USAGE } from './commandLine';
import { startSandbox } from './startSandbox';

async function main(): Promise<void> {
	const options = optionsOf(process.argv.slice(2));
	if (options === 'help') {
		process.stdout.write(USAGE);
		return;
	}
	const sandbox = await startSandbox(options);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			sandbox.stop().then(
				() => process.exit(0),
				() => process.exit(1),
			);
		});
	}
	process.stdout.write(banner(sandbox, options.faults));
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
	process.exitCode = 1;
});
