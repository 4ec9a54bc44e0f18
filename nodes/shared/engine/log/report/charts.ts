import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';

import { escapeHtml } from './html';

/** A value of each step; undefined where there was none. */
export interface Series {
	name: string;
	/** The CSS class that gives it its colour. */
	look: string;
	points: Array<{ at: number; value: number | undefined }>;
}

export interface Axis {
	from: number;
	to: number;
	stepMs: number;
}

const WIDTH = 760;
const HEIGHT = 220;
const LEFT = 76;
/** Half of a time's name. */
const RIGHT = 32;
const TOP = 12;
const BOTTOM = 28;
const X_TICKS = 8;
/** Names with seconds are longer. */
const X_TICKS_OF_SECONDS = 5;
const Y_TICKS = 4;

const count = new Intl.NumberFormat('en-US');

/** Bars on top of each other, one pile for each step. */
export function barChart(title: string, series: Series[], axis: Axis, unit: string): string {
	const piles = new Map<number, number>();
	for (const { at, value = 0 } of series.flatMap(({ points }) => points)) {
		piles.set(at, (piles.get(at) ?? 0) + value);
	}
	const frame = frameOf(axis, Math.max(0, ...piles.values()));
	const width = Math.max(1, frame.x(axis.from + axis.stepMs) - frame.x(axis.from) - 1);
	const heights = new Map<number, number>();
	const bars = series.flatMap(({ points, look }) =>
		points.map(({ at, value = 0 }) => {
			const below = heights.get(at) ?? 0;
			heights.set(at, below + value);
			const top = frame.y(below + value);
			const height = frame.y(below) - top;
			return height > 0
				? `<rect class="${look}" x="${place(frame.x(at))}" y="${place(top)}" width="${place(width)}" height="${place(height)}"/>`
				: '';
		}),
	);
	return figure(title, series, frame, bars.join(''), unit);
}

/** A line for each series, with a gap where a step has no value. */
export function lineChart(title: string, series: Series[], axis: Axis, unit: string): string {
	const values = series.flatMap(({ points }) => points.map(({ value = 0 }) => value));
	const frame = frameOf(axis, Math.max(0, ...values));
	const middle = axis.stepMs / 2;
	const path = line<Series['points'][number]>()
		.defined(({ value }) => value !== undefined)
		.x(({ at }) => frame.x(at + middle))
		.y(({ value = 0 }) => frame.y(value))
		.digits(1);
	const lines = series.map(({ points, look }) => {
		// A line of one point would not be seen.
		const dots = points.map(({ at, value }, index) => {
			const isAlone =
				points[index - 1]?.value === undefined && points[index + 1]?.value === undefined;
			return value !== undefined && isAlone
				? `<circle class="dot ${look}" cx="${place(frame.x(at + middle))}" cy="${place(frame.y(value))}" r="3"/>`
				: '';
		});
		return `<path class="line ${look}" d="${path(points) ?? ''}"/>${dots.join('')}`;
	});
	return figure(title, series, frame, lines.join(''), unit);
}

type Frame = ReturnType<typeof frameOf>;

function frameOf({ from, to, stepMs }: Axis, highest: number) {
	// The first step may begin before the range, and the last one may end behind it.
	const domain = [Math.floor(from / stepMs) * stepMs, Math.ceil(to / stepMs) * stepMs];
	const x = scaleUtc()
		.domain(domain)
		.range([LEFT, WIDTH - RIGHT]);
	const y = scaleLinear()
		// Fewer than one a tick would be halves of calls.
		.domain([0, Math.max(highest, Y_TICKS)])
		.nice(Y_TICKS)
		.range([HEIGHT - BOTTOM, TOP]);
	return { x: (at: number) => x(at), y: (value: number) => y(value), xScale: x, yScale: y };
}

function figure(title: string, series: Series[], frame: Frame, marks: string, unit: string) {
	const label = escapeHtml(title);
	const legend = series.map(
		({ name, look }) => `<li><span class="key ${look}"></span>${escapeHtml(name)}</li>`,
	);
	return `<figure><figcaption>${label}</figcaption><ul class="legend">${legend.join('')}</ul>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" xmlns="http://www.w3.org/2000/svg">${axes(frame, unit)}${marks}</svg></figure>`;
}

function axes({ xScale, yScale }: Frame, unit: string): string {
	const hasSeconds = xScale.ticks(X_TICKS).some((tick) => tick.getUTCSeconds() > 0);
	const ticks = xScale.ticks(hasSeconds ? X_TICKS_OF_SECONDS : X_TICKS);
	const vertical = ticks.map((tick) => {
		const x = place(xScale(tick));
		return `<text x="${x}" y="${HEIGHT - 8}" text-anchor="middle">${clockTime(tick, hasSeconds)}</text>`;
	});
	const horizontal = yScale.ticks(Y_TICKS).map((tick) => {
		const y = place(yScale(tick));
		return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text x="${LEFT - 8}" y="${y}" dy="0.35em" text-anchor="end">${escapeHtml(`${count.format(tick)}${unit}`)}</text>`;
	});
	return [...horizontal, ...vertical].join('');
}

/** "09:30" or "09:30:20" (UTC), or the day where one begins. */
function clockTime(time: Date, hasSeconds: boolean): string {
	const iso = time.toISOString();
	return iso.endsWith('T00:00:00.000Z') ? iso.slice(5, 10) : iso.slice(11, hasSeconds ? 19 : 16);
}

/** A tenth of a pixel is exact enough. */
function place(pixel: number): number {
	return Math.round(pixel * 10) / 10;
}
