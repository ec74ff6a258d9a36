// Paints the columns of a strategy: over the prices, in panels of their own, as strips.

import { colour } from "../theme.js";
import { drawGrid, label, pane } from "./panes.js";

/** The least and the greatest of columns in a range; null where all is missing. */
export function bounds(lines, { from, to }) {
    let [low, high] = [Infinity, -Infinity];
    for (const { values } of lines) {
        for (let index = from; index < to; index += 1) {
            const value = values[index];
            if (value === null) continue;
            if (value < low) low = value;
            if (value > high) high = value;
        }
    }
    return low <= high ? [low, high] : null;
}

/** The range of prices, made wider for the columns over them, but never by more than half. */
export function stretched(low, high, groups, range) {
    const found = bounds(groups.flatMap((group) => group.lines), range);
    if (!found) return [low, high];
    const room = (high - low || high * 0.01) * 0.5;
    return [Math.max(low - room, Math.min(low, found[0])),
        Math.min(high + room, Math.max(high, found[1]))];
}

/** Draws columns over the prices; what lies between the lines of one name is tinted. */
export function drawOverPrices(context, groups, range, x, y) {
    for (const { lines } of groups) {
        if (lines.length > 1) drawBand(context, lines, range, x, y);
        for (const line of lines) drawLine(context, line, range, x, y);
    }
}

/** Draws a panel with the lines of one name and their scale. */
export function drawPanel(context, { name, lines }, [start, end], range, x, room) {
    const found = bounds(lines, range);
    const [low, high] = found ?? [0, 1];
    const panel = pane([start, end], low, high);
    if (found) drawGrid(context, panel, room, scaleText(low, high), 2);
    for (const line of lines) drawLine(context, line, range, x, panel.y);
    label(context, name, panel.top);
}

/** Draws when a column is true, as a strip below its name. */
export function drawStrip(context, { name, lines: [{ values, hue }] }, [start, end], range, x) {
    const half = (x(1) - x(0)) / 2;
    label(context, name, start);
    context.fillStyle = colour("line");
    context.fillRect(0, end - 3, x(range.to - 1) + half, 1);
    context.fillStyle = colour(`column-${hue}`);
    for (let index = range.from; index < range.to; index += 1) {
        if (values[index] !== true) continue;
        const first = index;
        while (index + 1 < range.to && values[index + 1] === true) index += 1;
        const left = x(first) - half;
        context.fillRect(left, end - 6, Math.max(1.5, x(index) + half - left), 6);
    }
}

function drawLine(context, { values, hue, dash }, { from, to }, x, y) {
    context.save();
    context.strokeStyle = colour(`column-${hue}`);
    context.fillStyle = context.strokeStyle;
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.beginPath();
    let isDown = false;
    for (let index = from; index < to; index += 1) {
        const value = values[index];
        if (value === null) {
            isDown = false;
            continue;
        }
        if (isDown) context.lineTo(x(index), y(value)); else context.moveTo(x(index), y(value));
        // A value that stands alone is a dot.
        const isAlone = !isDown && (index + 1 === to || values[index + 1] === null);
        if (isAlone) context.fillRect(x(index) - 1, y(value) - 1, 2, 2);
        isDown = true;
    }
    context.stroke();
    context.restore();
}

/** Tints what lies between the outermost lines, as far as both are known. */
function drawBand(context, lines, { from, to }, x, y) {
    context.save();
    context.fillStyle = colour(`column-${lines[0].hue}`);
    context.globalAlpha = 0.09;
    const outer = (index) => {
        const values = lines.map((line) => line.values[index]);
        return values.includes(null) ? null : [Math.min(...values), Math.max(...values)];
    };
    for (let index = from; index < to; index += 1) {
        const area = [];
        for (; index < to; index += 1) {
            const found = outer(index);
            if (!found) break;
            area.push([index, ...found]);
        }
        if (area.length < 2) continue;
        const path = new Path2D();
        for (const [at, low] of area) path.lineTo(x(at), y(low));
        for (const [at, , high] of area.reverse()) path.lineTo(x(at), y(high));
        path.closePath();
        context.fill(path);
    }
    context.restore();
}

function scaleText(low, high) {
    const size = Math.max(Math.abs(low), Math.abs(high));
    const format = size >= 100_000
        ? new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 })
        : new Intl.NumberFormat("en-US", {
            maximumFractionDigits: Math.max(0,
                Math.min(6, 1 - Math.floor(Math.log10(high - low || 1)))) });
    // A tick may be a zero below zero.
    return (tick) => format.format(tick || 0).replace("-", "−");
}
