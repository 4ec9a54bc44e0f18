/** The words that APIs use for the same thing, as `nameOf` writes them. */

/** Booleans: there is more. */
export const MORE =
	/^((has|is)?(more|next)(pages?|items?|results?|records?|data)?(available|incollection)?|(is)?truncated)$/;
/** Booleans: this is the last page. */
export const LAST = /^(is)?(last|lastpage|done|endofstream|endoflist|eof)$/;

/** Numbers. */
export const PAGE = /^(page|currentpage|pagenumber|pagenum|pageno|pageindex)$/;
/** What is a page number only inside of an object that is named for pages. */
export const PAGE_INSIDE = /^(number|current|index)$/;
export const PAGES =
	/^(totalpages?|pagestotal|lastpage|numpages|numberofpages|nbpages|maxpage|pagecount|pages|totalpagecount|totalpagescount)$/;
export const OFFSET =
	/^(offset|start|startat|startindex|skip|from|firstresult|startposition|startrow|pageoffset)$/;
export const SIZE =
	/^(limit|perpage|pagesize|pagelimit|size|maxresults|itemsperpage|resultsperpage|hitsperpage|pagelen|top|take|max|first)$/;
/** In a request also these. */
export const SIZE_ASKED = /^(count|num|rows|results|n|maxrecords)$/;
export const TOTAL =
	/^(total|totalcount|totalitems|totalresults|totalrecords|totalsize|totalentries|totalelements|totalhits|totalrows|nbhits|numfound|found|odatacount|recordcount|recordstotal|itemcount|totalnumber)$/;
/** How many there are in all, or in this page. */
export const COUNT = /^count$/;

export const NEXT = /^(odata)?next/;
export const BACK = /^(prev|previous|before|back|first|self|last|current|deltalink)/;
/** Objects that repeat what was asked for, or tell of something else. */
export const ASIDE =
	/^(request|params|parameters|query|filters?|input|args|error|errors|ratelimit|shards|usage|user|account|extensions|included|includes)$/;

/** The address of the next page, and what it is called inside of "next". */
export const NEXT_ADDRESS =
	/^(odata)?next(page|records|results|set|batch)?(ur[il]|link|href|address|path)?$/;
export const ADDRESS = /^(href|url|uri|link|path|ref)$/;

/** What stands behind "next" in the name of a cursor, or inside of "next". */
export const PLACE =
	/^(page)?(cursor|token|after|startingafter|start|startat|startcursor|startkey|offset|marker|skip|continuation|continuationtoken|bookmark|page|number|position)$/;
/** Cursors by their own name. */
export const CURSOR =
	/^(cursor|endcursor|aftercursor|after|continuation|continuationtoken|continue|pagetoken|paginationtoken|pagecursor|bookmark|startingafter|scrollid|searchafter)$/;
/** A cursor, as requests call it. "token" is none: a credential may be called so. */
export const CURSOR_ASKED =
	/^(cursor|after|afterid|pagetoken|paginationtoken|nexttoken|nextpagetoken|nextcursor|startingafter|startcursor|continuation|continuationtoken|continue|bookmark|marker|scrollid|searchafter|pagecursor|pageafter|exclusivestartkey)$/;
/** What may be the way to go on, in a form that we do not know. */
export const RIDDLE =
	/^(next(?!sync|poll|run|billing|payment)|last(evaluatedkey|key|id)$|.*(cursor|continuation|searchafter|scrollid|nexttoken|continue|marker)$)/;
