/** Reads a list of rows page by page, along `rel="next"` of the Link header. */
export async function followLinks(
	start: string,
	get: (url: string) => Promise<Response> = fetch,
): Promise<{ ids: number[]; pages: number }> {
	const ids: number[] = [];
	let pages = 0;
	for (let url: string | undefined = start; url !== undefined; pages += 1) {
		const answer: Response = await get(url);
		const rows = (await answer.json()) as Array<{ id: number }>;
		ids.push(...rows.map(({ id }) => id));
		url = /<([^>]*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
	}
	return { ids, pages };
}
