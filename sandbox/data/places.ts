export interface Place {
	city: string;
	state: string;
	country: string;
}

function places(country: string, ...cities: Array<[city: string, state: string]>): Place[] {
	return cities.map(([city, state]) => ({ city, state, country }));
}

/** A fixed list and not invented names: location filters need places that many people share. */
export const PLACES: readonly Place[] = [
	...places(
		'United States',
		['New York', 'New York'],
		['San Francisco', 'California'],
		['Los Angeles', 'California'],
		['Austin', 'Texas'],
		['Chicago', 'Illinois'],
		['Boston', 'Massachusetts'],
		['Seattle', 'Washington'],
		['Denver', 'Colorado'],
		['Atlanta', 'Georgia'],
	),
	...places('United Kingdom', ['London', 'England'], ['Manchester', 'England']),
	...places('Germany', ['Berlin', 'Berlin'], ['Munich', 'Bavaria'], ['Hamburg', 'Hamburg']),
	...places('France', ['Paris', 'Ile-de-France'], ['Lyon', 'Auvergne-Rhone-Alpes']),
	...places('Canada', ['Toronto', 'Ontario'], ['Vancouver', 'British Columbia']),
	...places('Netherlands', ['Amsterdam', 'North Holland']),
	...places('Spain', ['Madrid', 'Community of Madrid']),
	...places('Australia', ['Sydney', 'New South Wales']),
];
