import { createServer } from 'node:http';

import jsonServer from 'json-server';

import { listen, options, ready } from './child.mjs';
import { makePeople } from './people.mjs';

const app = jsonServer.create();
app.use(jsonServer.defaults({ logger: false }));
// An object instead of a file: what is created lives as long as the process.
app.use(jsonServer.router({ people: makePeople(options.people) }));

ready(await listen(createServer(app)));
