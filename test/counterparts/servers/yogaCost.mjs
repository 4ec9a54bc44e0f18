// A query costs points, as with Shopify: https://shopify.dev/docs/api/usage/limits
import { getArgumentValues, getOperationAST, GraphQLError } from 'graphql';

const MUTATION = 10;
const OBJECT = 1;
const CONNECTION = 2;

/** Points that flow back at a steady rate, up to a maximum. */
export class PointBucket {
	throttled = 0;

	constructor({ maximum, restoreRate }) {
		Object.assign(this, { maximum, restoreRate, available: maximum, at: performance.now() });
	}

	take(points) {
		this.refill();
		if (points > this.available) {
			this.throttled += 1;
			return false;
		}
		this.available -= points;
		return true;
	}

	give(points) {
		this.refill();
		this.available = Math.min(this.maximum, this.available + points);
	}

	status() {
		this.refill();
		return {
			maximumAvailable: this.maximum,
			currentlyAvailable: Math.floor(this.available),
			restoreRate: this.restoreRate,
		};
	}

	refill() {
		const now = performance.now();
		const restored = ((now - this.at) / 1_000) * this.restoreRate;
		Object.assign(this, { available: Math.min(this.maximum, this.available + restored), at: now });
	}
}

/** The fields directly under the operation; each is priced by itself. */
function rootFields({ document, operationName, variableValues, schema }) {
	const operation = getOperationAST(document, operationName);
	const type = schema.getRootType(operation.operation);
	return operation.selectionSet.selections
		.filter(({ kind, name }) => kind === 'Field' && name.value in type.getFields())
		.map((node) => {
			const { [node.name.value]: field } = type.getFields();
			const { first } = getArgumentValues(field, node, variableValues);
			return { key: node.alias?.value ?? node.name.value, first, kind: operation.operation };
		});
}

/** `rows` says how many rows of a connection are priced. */
function price(fields, rows) {
	return fields
		.map((field) => {
			if (field.kind === 'mutation') return MUTATION;
			return field.first === undefined ? OBJECT : CONNECTION + rows(field);
		})
		.reduce((sum, cost) => sum + cost, 0);
}

const requested = (fields) => price(fields, ({ first }) => first);

const actual = (fields, data) =>
	price(fields, ({ key }) => (data?.[key]?.edges ?? data?.[key]?.nodes ?? []).length);

function refusal(message, extensions, cost) {
	return { errors: [new GraphQLError(message, { extensions })], extensions: { cost } };
}

/** Takes what a query may cost beforehand, and gives back what it did not cost after all. */
export function useCost(bucket) {
	return {
		onExecute({ args, setResultAndStopExecution }) {
			const fields = rootFields(args);
			const requestedQueryCost = requested(fields);
			const costing = (actualQueryCost) => ({
				requestedQueryCost,
				actualQueryCost,
				throttleStatus: bucket.status(),
			});
			if (requestedQueryCost > bucket.maximum) {
				const why = { code: 'MAX_COST_EXCEEDED', maxCost: bucket.maximum };
				const message = `Query cost is ${requestedQueryCost}, the limit is ${bucket.maximum}`;
				setResultAndStopExecution(refusal(message, why, costing(null)));
				return undefined;
			}
			if (!bucket.take(requestedQueryCost)) {
				setResultAndStopExecution(refusal('Throttled', { code: 'THROTTLED' }, costing(null)));
				return undefined;
			}
			return {
				onExecuteDone({ result, setResult }) {
					const actualQueryCost = actual(fields, result.data);
					bucket.give(requestedQueryCost - actualQueryCost);
					setResult({
						...result,
						extensions: { ...result.extensions, cost: costing(actualQueryCost) },
					});
				},
			};
		},
	};
}
