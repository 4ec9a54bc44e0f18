/** Shows one changing line: in place on a terminal, and as a line every few seconds elsewhere. */
export class ProgressLine {
	private readonly timer: NodeJS.Timeout;

	private last = '';

	constructor(private readonly text: () => string) {
		const everyMs = process.stdout.isTTY ? 1000 : 5000;
		this.timer = setInterval(() => this.show(), everyMs);
	}

	private show(): void {
		const line = this.text();
		if (process.stdout.isTTY)
			process.stdout.write(`\r\u001b[2K${line.slice(0, process.stdout.columns - 1)}`);
		else if (line !== this.last) console.log(line);
		this.last = line;
	}

	/** Says something above it. */
	say(what: string): void {
		if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
		console.log(what);
	}

	/** Shows the last state and leaves it standing. */
	end(): void {
		clearInterval(this.timer);
		this.show();
		if (process.stdout.isTTY) process.stdout.write('\n');
	}
}
