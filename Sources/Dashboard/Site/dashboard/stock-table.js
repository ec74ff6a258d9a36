// The stocks of a scan: sorted, filtered, opened.

import { element, setText } from "./element.js";
import { parseFilter } from "./filter.js";
import { change, count, dollars, percent, ratio, tone } from "./format.js";
import { isRuined } from "./statistics.js";
import { VirtualTable } from "./virtual-table.js";

const number = (name, title, text, hint, options = {}) => ({
    name, title, hint, isNumber: true, value: (stock) => stock[name],
    cell: (stock, cell) => {
        cell.textContent = text(stock[name]);
        if (options.isToned) cell.classList.add(tone(stock[name]));
    },
});

const columns = (scale) => [
    {
        name: "ticker", title: "Ticker", value: (stock) => stock.ticker,
        cell: (stock, cell) => {
            cell.textContent = stock.ticker;
            const troubles = troublesOf(stock);
            if (troubles.length === 0) return;
            // There is room for one; all are told where the pointer rests.
            cell.append(element("span", { class: "trouble" }, troubles[0]));
            cell.title = `${stock.ticker}: ${troubles.join(", ")}`;
        },
    },
    {
        name: "sector", title: "Sector", value: (stock) => stock.sector,
        cell: (stock, cell) => { cell.textContent = stock.sector ?? "–"; },
    },
    number("pnl", "PnL", dollars, "Profit or loss", { isToned: true }),
    {
        ...number("return_pct", "Return", change, "In per cent of the cash at the start"),
        cell: (stock, cell) => cell.append(returnBar(stock.return_pct, scale),
            element("span", { class: tone(stock.return_pct) }, change(stock.return_pct))),
    },
    number("total_trades", "Trades", count, "Positions opened"),
    {
        name: "win_rate", title: "Won", hint: "Trades won, in per cent", isNumber: true,
        value: winRate,
        cell: (stock, cell) => { cell.textContent = percent(winRate(stock), 0); },
    },
    number("sharpe_ratio", "Sharpe", (value) => ratio(value), "Sharpe ratio of a year, risk-free rate 0"),
    number("max_drawdown", "Drawdown", (value) => (value ? `−${value.toFixed(1)}%` : "0.0%"),
        "Deepest fall below a peak"),
    number("exposure_pct", "Exposure", (value) => percent(value, 0), "Share of days in the market"),
];

/** What the account met that its figures do not show. */
function troublesOf(stock) {
    return [
        isRuined(stock) ? "ruined" : null,
        stock.rejected_orders > 0
            ? `${count(stock.rejected_orders)} ${stock.rejected_orders === 1 ? "order" : "orders"} refused`
            : null,
    ].filter(Boolean);
}

function winRate(stock) {
    const closed = stock.winning_trades + stock.losing_trades;
    return closed === 0 ? null : (stock.winning_trades / closed) * 100;
}

function returnBar(value, scale) {
    const bar = element("span", { class: `return-bar ${tone(value)}`, "aria-hidden": "true" });
    bar.dataset.value = value;
    scale.stretch(bar);
    return bar;
}

/** How long bars are: a fifth of a cell, to either side, stands for the largest return of all. */
class BarScale {
    #largest = 0;

    /** Measures the stocks; true where bars get other lengths. */
    measure(stocks) {
        const largest = stocks.reduce(
            (most, stock) => Math.max(most, Math.abs(stock.return_pct)), 0);
        const isOther = largest !== this.#largest;
        this.#largest = largest;
        return isOther;
    }

    stretch(bar) {
        const share = this.#largest === 0 ? 0 : Math.abs(bar.dataset.value) / this.#largest;
        bar.style.width = `${share * 20}%`;
    }
}

export class StockTable {
    #stocks = [];
    #scale = new BarScale();
    #summary = element("span", { class: "muted", role: "status" });
    #range = null;
    #rangeChip = element("button", { class: "chip", hidden: true, on: {
        click: () => this.filterRange(null) } });

    constructor({ sort, filter, onOpen, onNote }) {
        this.filter = element("input", {
            type: "search", value: filter ?? "", placeholder: "AAPL, energy, pnl<0, return>10",
            "aria-label": "Filter stocks", "aria-keyshortcuts": "/", spellcheck: "false",
            on: { input: () => this.#filterChanged() } });
        this.onNote = onNote;
        const descending = sort?.startsWith("-") ?? true;
        const name = sort?.replace(/^-/, "") ?? "pnl";
        const all = columns(this.#scale);
        const isKnown = all.some((column) => column.name === name);
        this.table = new VirtualTable({
            columns: all, key: (stock) => stock.ticker, label: "Stocks",
            sort: isKnown ? { name, isDescending: descending } : { name: "pnl", isDescending: true },
            onOpen: (stock) => onOpen(stock.ticker),
            onSort: (by) => onNote({ sort: (by.isDescending ? "-" : "") + by.name }),
        });
        this.root = element("section", { class: "card stocks" },
            element("div", { class: "card-head" },
                element("h2", {}, "Stocks"), this.#summary,
                element("div", { class: "tools" }, this.#rangeChip, this.filter)),
            this.table.root);
    }

    show(stocks) {
        this.#stocks = stocks;
        const isOther = this.#scale.measure(stocks);
        this.#apply();
        // Rows that were drawn before keep their bars, which have other lengths now.
        if (isOther) {
            for (const bar of this.root.querySelectorAll(".return-bar")) this.#scale.stretch(bar);
        }
    }

    /** Shows only the stocks whose return lies in a range; null for all. */
    filterRange(range) {
        this.#range = range;
        this.#rangeChip.hidden = range === null;
        if (range) setText(this.#rangeChip, `Return ${range.text} ✕`);
        this.#apply();
    }

    #filterChanged() {
        this.onNote({ filter: this.filter.value || null });
        this.#apply();
    }

    #apply() {
        const tests = parseFilter(this.filter.value, FIGURES, hasWord);
        if (this.#range) {
            tests.push((stock) => stock.return_pct >= this.#range.from
                && stock.return_pct < this.#range.to);
        }
        const found = tests.length === 0
            ? this.#stocks : this.#stocks.filter((stock) => tests.every((test) => test(stock)));
        setText(this.#summary, found.length === this.#stocks.length
            ? count(found.length) : `${count(found.length)} of ${count(this.#stocks.length)}`);
        this.table.show(found);
    }
}

const FIGURES = {
    pnl: (stock) => stock.pnl, return: (stock) => stock.return_pct,
    trades: (stock) => stock.total_trades, won: winRate,
    sharpe: (stock) => stock.sharpe_ratio, drawdown: (stock) => stock.max_drawdown,
    exposure: (stock) => stock.exposure_pct,
};

const hasWord = (stock, word) => stock.ticker.toLowerCase().startsWith(word)
    || (stock.sector ?? "").toLowerCase().includes(word);
