/** How a list goes on, and how that is known. */
export interface Detected {
	style: 'link' | 'nextUrl' | 'cursor' | 'pageNumber' | 'offset' | 'lastRow' | 'none';
	/** False: the user is asked to choose; what is told here is the best guess. */
	sure: boolean;
	/** One line for a hint: "paging.next.after holds a cursor, sent back as after". */
	why: string;
	/** Path of the records, "" where the answer itself is the list. */
	rowsAt?: string;
	/** How many records there are in all. */
	totalAt?: string;
	/** How many pages there are; only where that many hold all records. */
	pagesAt?: string;
	/** Path of the cursor, or of the address of the next page. */
	nextAt?: string;
	/** Boolean that says whether there is more: true is more. */
	moreAt?: string;
	/** Boolean that says that this is the last page: true is the end. */
	lastAt?: string;
	/** How the cursor, page number or offset is sent: a name, in the body a path. */
	sendAs?: string;
	sendIn?: 'query' | 'body';
	/** The number of this page, or the offset of its first record: 0 or 1 where a list begins. */
	first?: number;
	/** How many records a page has at most, and how that is asked for. */
	size?: number;
	sizeAs?: string;
	/** For 'lastRow': the field of the last record that is sent. */
	lastRowField?: string;
}

/** What one sign tells; the rest is the same for all styles. */
export type Found = Pick<Detected, 'style' | 'sure' | 'why'> &
	Partial<
		Pick<Detected, 'nextAt' | 'sendAs' | 'sendIn' | 'first' | 'lastRowField' | 'moreAt' | 'pagesAt'>
	> & {
		/** Nothing comes behind this page. */
		ends?: boolean;
	};
