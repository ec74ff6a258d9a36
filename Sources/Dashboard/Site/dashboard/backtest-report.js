// What a backtest of one stock tells: figures, prices with trades and columns, rules with how often
// they were true, trades, statistics.

import { CandleChart } from "./charts/candle-chart.js";
import { element } from "./element.js";
import {
    change, dollarsAndCents, exitWords, money, NOTHING, points, ratio, tone, words,
} from "./format.js";
import { rulesTable, warningNotes } from "./rules-table.js";

export class BacktestReport {
    #chart;
    /** What is to be shown, from the top. */
    parts;

    /** `onLine` is called with the line of a rule that is chosen, where there is a text to show. */
    constructor(report, { onLine = null } = {}) {
        this.#chart = new CandleChart(report);
        const figures = [
            ["PnL", dollarsAndCents(report.pnl), tone(report.pnl)],
            ["Return", change(report.return_pct), tone(report.return_pct)],
            ["Trades", String(report.total_trades), ""],
            ["Ends with", money(report.end_value), ""],
        ];
        const { benchmark_return_pct: held, benchmark_excess_return_pct: excess } = report.statistics;
        figures.push([`Holding ${report.request.benchmark ?? "it"}`, change(held), tone(held)],
            ["Against holding", points(excess), tone(excess)]);
        this.parts = [
            element("dl", { class: "figures" }, figures.map(([name, text, className]) =>
                element("div", {}, element("dt", {}, name),
                    element("dd", { class: className }, text)))),
            ...warningNotes([...troublesOf(report), ...(report.warnings ?? [])]),
            this.#chart.root,
            ...(report.rules?.length ? [element("section", {}, element("h3", {}, "Rules"),
                rulesTable(report.rules, { onLine }))] : []),
            element("div", { class: "sheet-tables" },
                this.#trades(report.trades), statistics(report.statistics)),
        ];
    }

    /** Draws what can be drawn only where it stands. */
    draw() {
        this.#chart.frame.draw();
    }

    close() {
        this.#chart.close();
    }

    #trades(trades) {
        const titles = ["Side", "In", "Price", "Out", "Price", "Why", "Net PnL", "Bars"];
        const rows = trades.map((trade, index) => element("tr", {},
            element("td", {}, element("button", {
                class: "link", "aria-label": `Show trade ${index + 1}, ${trade.side}`,
                on: { click: () => this.#chart.showTrade(index) } }, words(trade.side))),
            element("td", {}, trade.entry_time),
            element("td", { class: "number" }, ratio(trade.entry_price)),
            element("td", {}, trade.exit_time ?? "open"),
            element("td", { class: "number" },
                trade.exit_price === null ? NOTHING : ratio(trade.exit_price)),
            element("td", {}, exitWords(trade)),
            element("td", { class: `number ${tone(trade.net_pnl)}` },
                trade.net_pnl === null ? NOTHING : dollarsAndCents(trade.net_pnl)),
            element("td", { class: "number" }, String(trade.bars_held))));
        return element("section", {}, element("h3", {}, `Trades: ${trades.length}`),
            element("div", { class: "table-frame short", tabindex: 0, role: "region",
                "aria-label": "Trades" },
                element("table", { class: "plain-table" },
                    element("thead", {}, element("tr", {}, titles.map((title) =>
                        element("th", { scope: "col" }, title)))),
                    element("tbody", {}, rows))));
    }
}

/** What the account met that the figures do not show. */
function troublesOf(report) {
    return [
        report.ruined ? "Ruined: the account was worth nothing or less at some time." : null,
        report.rejected_orders > 0
            ? `Orders refused for want of cash: ${report.rejected_orders}.` : null,
    ].filter(Boolean);
}

function statistics(figures) {
    return element("section", {}, element("h3", {}, "All figures"),
        element("div", { class: "table-frame short", tabindex: 0, role: "region",
            "aria-label": "All figures" },
            element("table", { class: "plain-table" }, element("tbody", {},
                Object.entries(figures).map(([name, value]) => element("tr", {},
                    element("th", { scope: "row" }, words(name)),
                    element("td", { class: "number" }, textOf(value))))))));
}

function textOf(value) {
    if (value === null) return NOTHING;
    if (typeof value !== "number") return String(value);
    return value.toLocaleString("en-US", { maximumFractionDigits: 4 }).replace("-", "−");
}
