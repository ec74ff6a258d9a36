// The trades of a scan that has ended: asked for when they are wanted, sorted, filtered, opened.

import { element, setText, show } from "./element.js";
import { parseFilter } from "./filter.js";
import { change, count, dollars, exitWords, tone } from "./format.js";
import { VirtualTable } from "./virtual-table.js";

const text = (name, title, hint, value = (trade) => trade[name]) => ({
    name, title, hint, value, cell: (trade, cell) => { cell.textContent = value(trade) ?? "–"; } });

const number = (name, title, shown, hint, isToned = false) => ({
    name, title, hint, isNumber: true, value: (trade) => trade[name],
    cell: (trade, cell) => {
        cell.textContent = shown(trade[name]);
        if (isToned) cell.classList.add(tone(trade[name]));
    },
});

const price = (value) => (value === null ? "–" : value.toFixed(2));

const COLUMNS = [
    text("ticker", "Ticker"), text("side", "Side"),
    text("entry_time", "Entry", "When it was entered"),
    number("entry_price", "At", price, "The price of the entry"),
    text("exit_time", "Exit", "When it was left; – while it is open"),
    number("exit_price", "At", price, "The price of the exit"),
    text("exit", "Why", "Why it was left", exitWords),
    number("bars_held", "Bars", count, "Bars that it was held"),
    number("pnl", "PnL", dollars, "Profit or loss, all costs included", true),
    number("return_pct", "Return", change, "In per cent of what the entry was worth", true),
    number("mae_pct", "Against", change, "How far the price went against it, in per cent"),
    number("mfe_pct", "For", change, "How far the price went its way, in per cent"),
];

const FIGURES = {
    pnl: (trade) => trade.pnl, return: (trade) => trade.return_pct,
    bars: (trade) => trade.bars_held, days: (trade) => trade.days_held,
    against: (trade) => trade.mae_pct, for: (trade) => trade.mfe_pct,
};

const hasWord = (trade, word) => trade.ticker.toLowerCase().startsWith(word)
    || [trade.side, trade.exit ?? "open"].includes(word) || trade.entry_time.startsWith(word)
    || (trade.sector ?? "").toLowerCase().includes(word);

export class TradesPanel {
    #client;
    #job;
    #onOpen;
    #trades = [];
    #summary = element("span", { class: "muted", role: "status" });
    #filter = element("input", {
        type: "search", placeholder: "AAPL, short, stop, 2016-03, pnl<0, bars>20", hidden: true,
        "aria-label": "Filter trades", spellcheck: "false", on: { input: () => this.#apply() } });
    #load = element("button", { on: { click: () => this.#fetch() } }, "Show trades");
    #table = null;

    constructor(client, job, { onOpen }) {
        this.#client = client;
        this.#job = job;
        this.#onOpen = onOpen;
        this.root = element("section", {
            class: "card trades" },
            element("div", { class: "card-head" },
                element("h2", {}, "All trades"), this.#summary,
                element("div", { class: "tools" }, this.#load, this.#filter)));
    }

    /** Whether the scan has ended and its tape has trades. */
    show({ request, isFinished }) {
        return Boolean(isFinished && request?.trades);
    }

    async #fetch() {
        this.#load.disabled = true;
        setText(this.#summary, "loading …");
        try {
            const path = `market-scan/results/${this.#job}?table=trades&format=ndjson`;
            const lines = await (await this.#client.send(path)).text();
            this.#trades = lines.split("\n").filter(Boolean).map((line) => JSON.parse(line));
        } catch (problem) {
            setText(this.#summary, `${problem.message}.`);
            this.#load.disabled = false;
            return;
        }
        this.#table ??= new VirtualTable({
            columns: COLUMNS, label: "Trades", selectedID: "selected-trade",
            key: (trade) => `${trade.ticker} ${String(trade.number).padStart(8, "0")}`,
            sort: { name: "pnl", isDescending: true },
            onOpen: (trade) => this.#onOpen(trade.ticker) });
        this.#load.remove();
        show(this.#filter, true);
        this.root.append(this.#table.root);
        this.#apply();
        this.#filter.focus({ preventScroll: true });
    }

    #apply() {
        const tests = parseFilter(this.#filter.value, FIGURES, hasWord);
        const found = this.#trades.filter((trade) => tests.every((test) => test(trade)));
        const pnl = found.reduce((sum, trade) => sum + trade.pnl, 0);
        setText(this.#summary, (found.length === this.#trades.length ? count(found.length)
            : `${count(found.length)} of ${count(this.#trades.length)}`) + `, ${dollars(pnl)}`);
        this.#table.show(found);
    }
}
