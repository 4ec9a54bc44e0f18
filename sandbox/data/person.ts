export interface Company {
	id: string;
	name: string;
	domain: string;
	website: string;
	linkedinUrl: string;
	industry: string;
	employees: number;
	city: string;
	state: string;
	country: string;
}

export interface Person {
	/** 24 hexadecimal digits, as Apollo's ids are. */
	id: string;
	firstName: string;
	lastName: string;
	email: string;
	title: string;
	seniority: string;
	department: string;
	city: string;
	state: string;
	country: string;
	linkedinUrl: string;
	phone: string;
	company: Company;
	/** Search returns this person, enrichment does not match it. */
	unmatched: boolean;
}
