// What the panes of a chart of prices are painted with.

import { ticks } from "../statistics.js";
import { colour } from "../theme.js";
import { yearTicks } from "./curve-chart.js";
import { font } from "./frame.js";

export function extreme(values, { from, to }, choose) {
    let found = values[from];
    for (let index = from + 1; index < to; index += 1) found = choose(found, values[index]);
    return found;
}

/** A pane between two heights in pixels, for values from `low` to `high`. */
export function pane([start, end], low, high) {
    return {
        top: start, low, high,
        y: (value) => end - ((value - low) / (high - low || 1)) * (end - start) };
}

export function drawGrid(context, { low, high, y }, room, text, wanted = 5) {
    context.font = font(11);
    context.textBaseline = "middle";
    context.textAlign = "left";
    for (const tick of ticks(low, high, wanted)) {
        context.fillStyle = colour("line");
        context.fillRect(0, Math.round(y(tick)), room, 1);
        context.fillStyle = colour("muted");
        context.fillText(text(tick), room + 6, y(tick));
    }
}

export function label(context, text, top) {
    context.font = font(11, 600);
    context.fillStyle = colour("muted");
    context.textAlign = "left";
    context.fillText(text, 2, top + 4);
}

export function drawCandles(context, bars, { from, to }, x, step, y) {
    const width = Math.max(1, Math.min(11, step * 0.7));
    for (let index = from; index < to; index += 1) {
        const isUp = bars.close[index] >= bars.open[index];
        context.fillStyle = colour(isUp ? "candle-up" : "candle-down");
        const middle = x(index);
        context.fillRect(middle - 0.5, y(bars.high[index]), 1,
            Math.max(1, y(bars.low[index]) - y(bars.high[index])));
        if (step < 2.2) continue;
        const top = y(Math.max(bars.open[index], bars.close[index]));
        const bottom = y(Math.min(bars.open[index], bars.close[index]));
        const height = Math.max(1, bottom - top);
        context.fillRect(middle - width / 2, top, width, height);
        // A hollow body is up: the form says it, too.
        if (isUp && width > 3 && height > 2) {
            context.fillStyle = colour("surface");
            context.fillRect(middle - width / 2 + 1, top + 1, width - 2, height - 2);
        }
    }
}

export function curve(values, { from, to }, x, y) {
    const path = new Path2D();
    for (let index = from; index < to; index += 1) path.lineTo(x(index), y(values[index]));
    return path;
}

export function drawTimes(context, times, { from, to }, x, height) {
    context.font = font(11);
    context.fillStyle = colour("muted");
    context.textAlign = "center";
    for (const { index, text } of yearTicks(times.slice(from, to))) {
        context.fillText(text, Math.max(16, x(index + from)), height - 8);
    }
}
