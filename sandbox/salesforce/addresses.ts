/** Where the vendor can be reached; filled once the servers listen. */
export interface Addresses {
	/** login.salesforce.com: tokens and nothing else. */
	login: string;
	/** The My Domain of the org. */
	instance: string;
	/** The My Domain to which the org moves, if it does. */
	moved: string;
}

export type Place = keyof Addresses;
