// Figures over the results of a scan, at any moment of it: those that the service gives at its
// end, and what the charts draw.

import { rounded } from "./rounding.js";

/** Where the numbers of one figure lie; null without numbers. */
export function distribution(values) {
    const sorted = Float64Array.from(values).sort();
    if (sorted.length === 0) return null;
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    const squares = sorted.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    const middle = Math.floor(sorted.length / 2);
    return {
        sorted, mean, deviation: Math.sqrt(squares / sorted.length),
        median: sorted.length % 2 === 0
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle],
        least: sorted[0], greatest: sorted[sorted.length - 1],
    };
}

/** Whether a stock's account was worth nothing or less at some time. */
export function isRuined(stock) {
    return stock.max_drawdown >= 100 || stock.end_value <= 0;
}

/** The sixteen macro statistics, as `complete` holds them. */
export function macroStatistics(stocks) {
    const figures = {};
    for (const name of ["pnl", "return_pct"]) {
        const found = distribution(stocks.map((stock) => stock[name]));
        figures[`avg_${name}`] = rounded(found?.mean ?? 0, 2);
        figures[`median_${name}`] = rounded(found?.median ?? 0, 2);
        figures[`std_${name}`] = rounded(found?.deviation ?? 0, 2);
        figures[`min_${name}`] = rounded(found?.least ?? 0, 2);
        figures[`max_${name}`] = rounded(found?.greatest ?? 0, 2);
    }
    const profitable = stocks.filter((stock) => stock.pnl > 0).length;
    const losing = stocks.filter((stock) => stock.pnl < 0).length;
    const trades = sum(stocks, "total_trades");
    return {
        ...figures,
        profitable_stocks: profitable,
        losing_stocks: losing,
        neutral_stocks: stocks.length - profitable - losing,
        profitability_rate: rounded(share(profitable, stocks.length), 2),
        avg_trades_per_stock: rounded(stocks.length === 0 ? 0 : trades / stocks.length, 2),
        win_rate: rounded(share(sum(stocks, "winning_trades"), trades), 2),
    };
}

export function sum(stocks, name) {
    return stocks.reduce((total, stock) => total + stock[name], 0);
}

function share(part, all) {
    return all === 0 ? 0 : (part / all) * 100;
}

/** Results by sector, the largest sectors first. */
export function bySector(stocks) {
    const groups = Map.groupBy(stocks, (stock) => stock.sector ?? "Sector unknown");
    return [...groups].map(([sector, members]) => {
        const startValue = sum(members, "start_value");
        return {
            sector, stocks: members, pnl: sum(members, "pnl"),
            returnPct: startValue === 0 ? 0 : (sum(members, "pnl") / startValue) * 100,
            profitable: members.filter((stock) => stock.pnl > 0).length,
        };
    }).sort((a, b) => b.stocks.length - a.stocks.length || (a.sector < b.sector ? -1 : 1));
}

/** Failures by code, the most frequent first. */
export function byCode(failures) {
    return [...Map.groupBy(failures, (failure) => failure.code)]
        .map(([code, stocks]) => ({ code, stocks }))
        .sort((a, b) => b.stocks.length - a.stocks.length || (a.code < b.code ? -1 : 1));
}

/** Bins of one round width over the numbers; the outermost 1 % may share a bin at each end. */
export function bins(values, wanted = 28) {
    const found = distribution(values);
    if (!found) return [];
    const { sorted } = found;
    const low = sorted[Math.floor(sorted.length * 0.005)];
    const high = sorted[Math.ceil(sorted.length * 0.995) - 1];
    const width = roundStep((high - low || 1) / wanted);
    const first = Math.floor(low / width);
    const last = Math.floor(high / width);
    const all = [];
    for (let index = first; index <= last; index += 1) {
        all.push({ from: index * width, to: (index + 1) * width, count: 0 });
    }
    for (const value of sorted) {
        const index = Math.floor(value / width) - first;
        all[Math.min(all.length - 1, Math.max(0, index))].count += 1;
    }
    all[0].isOpenBelow = sorted[0] < all[0].from;
    all[all.length - 1].isOpenAbove = sorted[sorted.length - 1] >= all[all.length - 1].to;
    return all;
}

/** The least of 1, 2, 2.5, 5 times a power of ten that is no less. */
export function roundStep(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    for (const factor of [1, 2, 2.5, 5, 10]) {
        if (factor * power >= value * 0.999999) return factor * power;
    }
    return 10 * power;
}

/** Round numbers between two others, about `wanted` of them. */
export function ticks(low, high, wanted = 5) {
    if (!(high > low)) return [low];
    const step = roundStep((high - low) / wanted);
    const all = [];
    for (let index = Math.ceil(low / step); index * step <= high; index += 1) {
        all.push(index * step);
    }
    return all;
}

/** How far below its running peak each value is, in per cent, as numbers of zero or less. */
export function drawdowns(values) {
    let peak = -Infinity;
    return values.map((value) => {
        peak = Math.max(peak, value);
        return peak > 0 ? (value / peak - 1) * 100 : 0;
    });
}
