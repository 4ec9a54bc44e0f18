import type { VendorRequest } from '../../http/exchange';
import { APP_ROUTES } from './appRoutes';
import { ASSOCIATION_ROUTES } from './associationRoutes';
import { OBJECT_ROUTES } from './objectRoutes';
import type { Route, RouteMatch } from './route';
import { matchOf } from './route';
import { SETTING_ROUTES } from './settingRoutes';
import { TOOL_ROUTES } from './toolRoutes';

const ROUTES: readonly Route[] = [
	...SETTING_ROUTES,
	...ASSOCIATION_ROUTES,
	...OBJECT_ROUTES,
	...TOOL_ROUTES,
	...APP_ROUTES,
];

/** A known path with a method it does not have counts as unknown, and so does an unknown type. */
export function routeOf({ method, path }: VendorRequest): RouteMatch | undefined {
	const route = ROUTES.find((each) => each.path.test(path));
	return route === undefined ? undefined : matchOf(route, method, path);
}
