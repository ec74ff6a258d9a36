// Trades on a chart of prices: from entry to exit, won or lost by colour and by the line's form.

import { colour } from "../theme.js";

/** Trades with the places of their bars. */
export function placed(trades, times) {
    const places = new Map(times.map((time, index) => [time, index]));
    return trades.map((trade) => ({
        ...trade, entry: places.get(trade.entry_time) ?? 0,
        exit: trade.exit_time === null
            ? times.length - 1 : places.get(trade.exit_time) ?? times.length - 1 }));
}

/** Draws the trades that overlap a range of bars. */
export function drawTrades(context, trades, { from, to }, x, y) {
    const seen = trades.filter((trade) => trade.exit >= from && trade.entry < to);
    const size = seen.length > 80 ? 4 : 6;
    for (const trade of seen) {
        const isWon = trade.net_pnl >= 0;
        const exitPrice = trade.exit_price ?? trade.entry_price;
        context.strokeStyle = colour(isWon ? "gain" : "loss");
        context.fillStyle = context.strokeStyle;
        context.lineWidth = 1.6;
        context.setLineDash(isWon ? [] : [4, 3]);
        context.beginPath();
        context.moveTo(x(trade.entry), y(trade.entry_price));
        context.lineTo(x(trade.exit), y(exitPrice));
        context.stroke();
        context.setLineDash([]);
        const isLong = trade.side === "long";
        triangle(context, x(trade.entry), y(trade.entry_price), isLong ? size : -size, true);
        if (trade.exit_time !== null) {
            triangle(context, x(trade.exit), y(exitPrice), isLong ? -size : size, false);
        }
    }
}

/** A triangle whose tip is at the price: filled for an entry, hollow for an exit. */
function triangle(context, x, y, size, isFilled) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - Math.abs(size), y + size * 1.7);
    context.lineTo(x + Math.abs(size), y + size * 1.7);
    context.closePath();
    if (!isFilled) {
        context.save();
        context.fillStyle = colour("surface");
        context.fill();
        context.restore();
        context.stroke();
        return;
    }
    context.fill();
}
