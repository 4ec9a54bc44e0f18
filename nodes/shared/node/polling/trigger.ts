import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../engine/client';
import type { Advice } from '../../engine/explain';
import type { PollState } from '../../engine/polling/state';
import type { Note } from '../listOperation';
import type { OpenClient, VendorAccess } from '../openClient';
import type { ParameterReader, Problem } from '../parameters';

/** A trigger that asks its vendor again and again for what is new, as data. */
export interface PollingTrigger {
	access: VendorAccess;
	advice?: Advice;
	/** What is read at each poll, one after the other; or what has to be changed first. */
	lists(open: OpenPoll): PollList[] | Problem | Promise<PollList[] | Problem>;
}

/** What a poll has at hand. */
export interface OpenPoll extends OpenClient {
	read: ParameterReader;
	/** Requests under way at once. */
	inFlight: number;
	/** Whether the time that a poll may take is nearly used up: no further page is to be asked for. */
	stopped(): boolean;
}

/** One list that a trigger reads. Its state is stored for itself. */
export interface PollList {
	/** Tells its state from those of the other lists; stored with the workflow. */
	name: string;
	/** Whether the first poll gives what exists already. */
	begin: 'all' | 'now';
	/** What the first poll starts from. `now`: ms since 1970. */
	start(now: number): PollState;
	/** Reads what is new. Never throws. */
	run(state: PollState, begun: Begun): Promise<Round>;
	/** Some records for the editor, whatever was given before. Never throws. */
	samples(most: number): Promise<Samples>;
	/** What the editor says where there are none. */
	nothing: Problem;
}

export interface Begun {
	/** When the poll began, ms since 1970. */
	now: number;
	/** Whether it is the first one, of which nothing is given. */
	isSilent: boolean;
}

export interface Samples {
	items: IDataObject[];
	/** The page that could not be read. */
	failure?: Failure;
	/** Why no poll can succeed as the node is set: nothing of this may be given. */
	problem?: Problem;
	/** What the user should know of how it was read. */
	notes: Note[];
}

/** What one reading of a list came to. */
export interface Round extends Samples {
	state: PollState;
	/** Whether it was broken off, and goes on with the next poll. */
	isPaused?: boolean;
}
