import type { Resource } from '../../shared/node/fields';
import { routine } from './routine';
import { search } from './search';
import { table } from './table';
import { tableRow } from './tableRow';

/** Table Row comes first: it is what every plan of Clay can do. */
export const resources: Resource[] = [tableRow, routine, search, table];
