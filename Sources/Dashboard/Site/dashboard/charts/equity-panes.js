// The equity of a backtest and its drawdown, beneath the prices.

import { colour } from "../theme.js";
import { curve, drawGrid, extreme, label, pane } from "./panes.js";

/** `held` is what holding the stock was worth. */
export function drawEquity(context, values, held, place, range, x, room) {
    const both = [values, held];
    const equity = pane(place, Math.min(...both.map((each) => extreme(each, range, Math.min))),
        Math.max(...both.map((each) => extreme(each, range, Math.max))));
    drawGrid(context, equity, room, (tick) => `$${(tick / 1000).toFixed(1)}K`, 2);
    context.strokeStyle = colour("muted");
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.stroke(curve(held, range, x, equity.y));
    context.setLineDash([]);
    context.strokeStyle = colour("accent");
    context.lineWidth = 1.6;
    context.stroke(curve(values, range, x, equity.y));
    label(context, "Equity, and holding", equity.top);
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
