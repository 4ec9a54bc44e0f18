import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** What the demo was asked for. */
export interface DemoOptions {
	/** End after the run instead of leaving the editor open. */
	once: boolean;
	seed: number;
	people: number;
	/** Of n8n's editor; 0 for any free one. */
	port: number;
	/** The API log goes to a Postgres, which goes away during the run and comes back. */
	postgres: boolean;
	/** Folder in which n8n's data stays afterwards; a temporary one when left out. */
	keep?: string;
}

export const usage = `npm run demo -- [options]
  --once         end after the run; exit code 0 only if nothing was lost or written twice
  --seed N       people, faults and their places follow from it (default: random, printed)
  --people N     how many people Apollo holds (default 5000)
  --port N       port of n8n's editor (default: a free one)
  --postgres     the API log goes to a Postgres, which goes away during the run and comes back;
                 needs the programs of Postgres, such as Debian's package postgresql
  --keep FOLDER  keep n8n's data and the API log there (default: removed at the end)`;

/** Reads the command line; throws with words for the user. */
export function readOptions(args: string[]): DemoOptions {
	const { values } = parseArgs({
		args,
		options: {
			once: { type: 'boolean', default: false },
			seed: { type: 'string' },
			people: { type: 'string', default: '5000' },
			port: { type: 'string', default: '0' },
			postgres: { type: 'boolean', default: false },
			keep: { type: 'string' },
		},
	});
	return {
		once: values.once,
		seed:
			values.seed === undefined ? randomInt(1, 1_000_000) : wholeNumber('--seed', values.seed, 0),
		people: wholeNumber('--people', values.people, 1),
		port: wholeNumber('--port', values.port, 0),
		postgres: values.postgres,
		...(values.keep === undefined ? {} : { keep: values.keep }),
	};
}

function wholeNumber(name: string, text: string, least: number): number {
	const number = Number(text);
	if (text.trim() === '' || !Number.isInteger(number) || number < least) {
		throw new Error(`${name} has to be a whole number of ${least} or more, not "${text}"`);
	}
	return number;
}
