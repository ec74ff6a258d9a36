// The equity of a backtest and its drawdown, beneath the prices.

import { colour } from "../theme.js";
import { curve, drawGrid, extreme, label, pane } from "./panes.js";

export function drawEquity(context, values, place, range, x, room) {
    const equity = pane(place, extreme(values, range, Math.min), extreme(values, range, Math.max));
    drawGrid(context, equity, room, (tick) => `$${(tick / 1000).toFixed(1)}K`, 2);
    context.strokeStyle = colour("accent");
    context.lineWidth = 1.6;
    context.stroke(curve(values, range, x, equity.y));
    label(context, "Equity", equity.top);
}

export function drawFall(context, falls, place, range, x, room) {
    const deepest = Math.min(-1, extreme(falls, range, Math.min));
    const fall = pane(place, deepest, 0);
    drawGrid(context, fall, room, (tick) => `${tick.toFixed(0)}%`.replace("-", "−"), 1);
    const path = curve(falls, range, x, fall.y);
    path.lineTo(x(range.to - 1), fall.y(0));
    path.lineTo(x(range.from), fall.y(0));
    context.globalAlpha = 0.45;
    context.fillStyle = colour("loss");
    context.fill(path);
    context.globalAlpha = 1;
    label(context, "Drawdown", fall.top);
}
