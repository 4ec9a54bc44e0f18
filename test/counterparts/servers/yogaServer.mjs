import { createServer } from 'node:http';

import { createSchema, createYoga } from 'graphql-yoga';

import { listen, options, ready, sendJson } from './child.mjs';
import { PointBucket, useCost } from './yogaCost.mjs';
import { applied, resolvers, typeDefs } from './yogaSchema.mjs';

const points = options.points && new PointBucket(options.points);
let requests = 0;

const yoga = createYoga({
	schema: createSchema({ typeDefs, resolvers }),
	plugins: points ? [useCost(points)] : [],
	landingPage: false,
	graphiql: false,
	logging: false,
});

const server = createServer((request, response) => {
	if (request.url === '/counts') {
		sendJson(response, 200, { requests, throttled: points?.throttled ?? 0, applied: applied() });
		return;
	}
	requests += 1;
	yoga(request, response);
});

ready(await listen(server));
