// One stock of a scan: its prices with the trades, its equity, all its figures. Backtested again
// when it is opened, with the terms of the scan.

import { CandleChart } from "./charts/candle-chart.js";
import { element, icon } from "./element.js";
import { change, dollarsAndCents, money, NOTHING, ratio, tone, words } from "./format.js";

const TERMS = [
    "strategy", "parameters", "start_date", "end_date", "interval", "cash", "commission", "fills",
    "whole_units", "finalize_trades", "source",
];

export class StockSheet {
    #chart = null;
    #abort = new AbortController();
    #content = element("div", { class: "sheet-content" },
        element("p", { class: "muted empty", role: "status" }, "Backtesting…"));
    #onClose;

    constructor(client, request, ticker, { result, onClose }) {
        this.ticker = ticker;
        this.#onClose = onClose;
        const close = element("button", {
            class: "round quiet", "aria-label": "Close", on: { click: () => this.close() } },
            icon("close"));
        const facts = [result?.sector, words(request.strategy)].filter(Boolean).join(" · ");
        this.root = element("dialog", { class: "sheet", "aria-label": `${ticker}` },
            element("div", { class: "sheet-head" },
                element("h2", {}, ticker), element("p", { class: "muted" }, facts), close),
            this.#content);
        this.root.addEventListener("close", () => this.#closed());
        // A click on what is around it closes it.
        this.root.addEventListener("pointerdown", (event) => {
            if (event.target === this.root) this.close();
        });
        document.body.append(this.root);
        this.root.showModal();
        this.#load(client, request);
    }

    close() {
        this.root.close();
    }

    remove() {
        this.#onClose = () => {};
        this.root.close();
    }

    #closed() {
        this.#abort.abort();
        this.#chart?.close();
        this.root.remove();
        this.#onClose();
    }

    async #load(client, request) {
        const terms = Object.fromEntries(TERMS.map((name) => [name, request[name]]));
        try {
            const report = await client.backtest(
                { ...terms, ticker: this.ticker }, { signal: this.#abort.signal });
            this.#show(report);
        } catch (problem) {
            if (this.#abort.signal.aborted) return;
            this.#content.replaceChildren(
                element("p", { class: "notice bad", role: "alert" }, problem.message));
        }
    }

    #show(report) {
        this.#chart = new CandleChart(report);
        const figures = [
            ["PnL", dollarsAndCents(report.pnl), tone(report.pnl)],
            ["Return", change(report.return_pct), tone(report.return_pct)],
            ["Trades", String(report.total_trades), ""],
            ["Ends with", money(report.end_value), ""],
        ];
        this.#content.replaceChildren(
            element("dl", { class: "figures" }, figures.map(([name, text, className]) =>
                element("div", {}, element("dt", {}, name),
                    element("dd", { class: className }, text)))),
            this.#chart.root,
            element("div", { class: "sheet-tables" },
                this.#trades(report.trades), statistics(report.statistics)));
        this.#chart.frame.draw();
    }

    #trades(trades) {
        const titles = ["Side", "In", "Price", "Out", "Price", "Net PnL", "Bars"];
        const rows = trades.map((trade, index) => element("tr", {},
            element("td", {}, element("button", {
                class: "link", "aria-label": `Show trade ${index + 1}, ${trade.side}`,
                on: { click: () => this.#chart.showTrade(index) } }, words(trade.side))),
            element("td", {}, trade.entry_time),
            element("td", { class: "number" }, ratio(trade.entry_price)),
            element("td", {}, trade.exit_time ?? "open"),
            element("td", { class: "number" },
                trade.exit_price === null ? NOTHING : ratio(trade.exit_price)),
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
