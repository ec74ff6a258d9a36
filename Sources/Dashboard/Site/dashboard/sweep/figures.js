// The figures of a set of parameters: what they are called, how they read, how they are coloured.

import { change, count, NOTHING, percent, points, ratio } from "../format.js";

const countOrNothing = (value) =>
    (value === null || value === undefined ? NOTHING : count(value));

const pointsOnly = (value) => points(value).replace(" points", "");

/**
 * `isSigned` has gains and losses about zero, `isLessBetter` is best where it is least; `short` is
 * what fits into a cell, `column` a title that fits above a column.
 */
export const FIGURES = [
    { name: "sharpe_ratio", title: "Sharpe", isSigned: true, text: ratio, short: ratio,
        hint: "The Sharpe ratio of the set’s portfolio, of a year" },
    { name: "return_pct", title: "Return", isSigned: true, text: change,
        short: (value) => change(value, 0), hint: "The return of the set’s portfolio" },
    { name: "max_drawdown", title: "Drawdown", isLessBetter: true, text: percent,
        short: (value) => percent(value, 0), hint: "The deepest fall of the set’s portfolio" },
    { name: "trades", title: "Trades", text: countOrNothing, short: countOrNothing,
        hint: "Trades on all stocks" },
    { name: "exposure_pct", title: "Exposure", text: percent,
        short: (value) => percent(value, 0), hint: "The mean share of bars with a position" },
    { name: "gained_pct", title: "Stocks gained", column: "Gained", text: percent,
        short: (value) => percent(value, 0), hint: "The share of the stocks that gained" },
    { name: "median_return_pct", title: "Median stock", column: "Median", isSigned: true, text: change,
        short: (value) => change(value, 0), hint: "The median return of the stocks" },
    { name: "excess_return_pct", title: "Against holding", column: "Excess", isSigned: true,
        text: pointsOnly, short: (value) => change(value, 0).replace("%", ""),
        hint: "The return less that of holding the stocks, or of the benchmark, in points" },
];

export function figureNamed(name) {
    return FIGURES.find((figure) => figure.name === name) ?? FIGURES[0];
}

/** A value of an input as it is written, with a true minus. */
export const valueText = (value) => String(value).replace("-", "−");
