/** The file that the log's thread runs: beside this one, whatever it was compiled to. */
export function workerEntry(): string {
	return require.resolve('./worker');
}
