const FIRST = ['Ada', 'Grace', 'José', 'Zoë', 'Yukihiro', 'Łukasz', 'Nadia', "Sinéad O'"];
const LAST = ['Lovelace', 'Hopper', 'Núñez', 'Müller', 'Matsumoto', 'Nowak', 'Petrova'];

/** The person of this number, always the same one; numbers start with 1. */
function person(id) {
	const name = `${FIRST[id % FIRST.length]} ${LAST[id % LAST.length]}`;
	return { id, name, email: `person.${id}@example.com` };
}

export function makePeople(count) {
	return Array.from({ length: count }, (_, index) => person(index + 1));
}
