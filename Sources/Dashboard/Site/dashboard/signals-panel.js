// What the strategy holds when the bars end, and what it orders at the next open.

import { element, setText, show } from "./element.js";
import { parseFilter } from "./filter.js";
import { change, count, dollars, moment, tone } from "./format.js";
import { VirtualTable } from "./virtual-table.js";

const ORDERS = {
    enter_long: "Buy", reverse_to_long: "Cover and buy", enter_short: "Sell short",
    reverse_to_short: "Sell and sell short" };
const ADJUSTMENTS = {
    none: "those of the market", splits: "adjusted for splits",
    splits_and_dividends: "adjusted for splits and dividends" };
const RANKS = ["Buy", "Cover and buy", "Sell short", "Sell and sell short", "Sell", "Cover"];

const orderWords = ({ action, side, order_shares: shares }) => {
    if (action !== "exit") return ORDERS[action] ?? "–";
    return side === "short" || shares > 0 ? "Cover" : "Sell";
};

const rank = (row) => (row.stale ? 8 : 0)
    + (row.action === null ? RANKS.length : RANKS.indexOf(orderWords(row)));

const price = (value) => (value === null ? "–" : value.toFixed(2));
const shares = (value) => (value === null ? "–" : Math.abs(value).toFixed(2));

const cell = (shown, isToned) => (value) => (row, node) => {
    node.textContent = shown(value(row));
    if (isToned) node.classList.add(tone(value(row)));
};

const number = (name, title, shown, hint, isToned = false) => ({
    name, title, hint, isNumber: true, value: (row) => row[name],
    cell: cell(shown, isToned)((row) => row[name]) });

const COLUMNS = [
    { name: "order", title: "Order", hint: "What is ordered; orders come first", value: rank,
        cell: (row, node) => {
            node.textContent = orderWords(row) + (row.refused ? " (refused)" : "");
            if (row.action && !row.stale) node.classList.add("ordered");
        } },
    { name: "ticker", title: "Ticker", value: (row) => row.ticker,
        cell: (row, node) => {
            node.textContent = row.stale ? `${row.ticker} (until ${row.last_time})` : row.ticker;
        } },
    number("order_shares", "Shares", shares, "To buy or to sell, at the last close"),
    number("last_close", "Close", price, "The close of the stock's last bar"),
    number("order_stop", "Its stop", price, "The stop of the new position, at the last close"),
    { name: "side", title: "Held", hint: "The position when the bars end", value: (row) => row.side,
        cell: (row, node) => { node.textContent = row.side ?? "–"; } },
    { name: "entry_time", title: "Since", value: (row) => row.entry_time,
        cell: (row, node) => { node.textContent = row.entry_time ?? "–"; } },
    number("entry_price", "At", price, "The price of the entry"),
    number("gain", "Gain", (value) => (value === null ? "–" : dollars(value)),
        "At the last close, before the costs of leaving", true),
    number("gain_pct", "Gain %", change, "In per cent of what the entry was worth", true),
    number("stop", "Stop", price, "The stop or trail in force on the next bar"),
    number("target", "Target", price, "The target in force on the next bar"),
];

const FIGURES = {
    gain: (row) => row.gain, return: (row) => row.gain_pct, bars: (row) => row.bars_held,
    close: (row) => row.last_close };

const hasWord = (row, word) => row.ticker.toLowerCase().startsWith(word)
    || [row.side ?? "flat", row.stale ? "stale" : null].includes(word)
    || orderWords(row).toLowerCase().startsWith(word)
    || (row.sector ?? "").toLowerCase().includes(word);

export class SignalsPanel {
    #client;
    #job;
    #rows = [];
    #isAsked = false;
    #title = element("h2", {}, "Next open");
    #summary = element("span", { class: "muted", role: "status" });
    #note = element("p", { class: "muted" });
    #changes = element("p", { class: "changes", hidden: true });
    #filter = element("input", {
        type: "search", placeholder: "AAPL, buy, short, gain<0", "aria-label": "Filter signals",
        spellcheck: "false", on: { input: () => this.#apply() } });
    #earlier = element("select", {
        "aria-label": "What has changed since", hidden: true,
        on: { change: () => this.#fetch() } });
    #table;

    constructor(client, job, { onOpen }) {
        this.#client = client;
        this.#job = job;
        this.#table = new VirtualTable({
            columns: COLUMNS, label: "Signals", selectedID: "selected-signal",
            key: (row) => row.ticker, sort: { name: "order", isDescending: false },
            onOpen: (row) => onOpen(row.ticker) });
        this.root = element("section", { class: "card signals" },
            element("div", { class: "card-head" }, this.#title, this.#summary,
                element("div", { class: "tools" }, this.#earlier, this.#filter)),
            this.#note, this.#changes, this.#table.root);
    }

    /** Asks for the signals once the tape has them; true where it has. */
    show({ signals, phase, request }) {
        const isThere = signals !== null && phase === "completed";
        if (isThere && !this.#isAsked) {
            this.#isAsked = true;
            this.#fetch();
            this.#offerEarlier(request);
        }
        return isThere;
    }

    async #fetch() {
        try {
            const diff = this.#earlier.value || undefined;
            this.#tell(await this.#client.signals(this.#job, { diff }));
        } catch (problem) {
            setText(this.#summary, `${problem.message}.`);
        }
    }

    #tell({ fills, market_time: time, stocks, orders, positions, stale, signals, diff,
        price_adjustment: adjustment, rows_open: open }) {
        const isOpen = fills === "next_open";
        setText(this.#title, isOpen ? "Next open" : "Last close");
        setText(this.#summary, `${count(orders)} orders, ${count(positions)} positions of `
            + `${count(stocks)} stocks`);
        setText(this.#note, (isOpen ? `Orders for the open after ${time}. ` : `Orders at the close of `
            + `${time}, which have filled. `) + `Shares are of each stock's own account; prices are `
            + `${ADJUSTMENTS[adjustment] ?? "as their source has them, adjusted or not"}.`
            + (open ? ` ${count(open)} bars of a session that has not ended are left out.` : "")
            + (stale ? ` ${count(stale)} stocks end earlier and are last in the list.` : ""));
        this.#rows = signals;
        this.#apply();
        show(this.#changes, Boolean(diff));
        if (diff) setText(this.#changes, SignalsPanel.#changeText(diff));
    }

    static #changeText({ changes, market_time: time }) {
        if (changes.length === 0) return `Nothing has changed since ${time}.`;
        const words = (action, side) => [side ?? "flat", action?.replaceAll("_", " ")]
            .filter(Boolean).join(", ");
        return `Changed since ${time}: ` + changes.map((each) => `${each.ticker} (`
            + `${words(each.action_before, each.side_before)} → ${words(each.action, each.side)})`)
            .join("; ");
    }

    async #offerEarlier(request) {
        const query = { strategy: request.strategy, state: "completed", limit: 50 };
        const { jobs } = await this.#client.jobs(query).catch(() => ({ jobs: [] }));
        const earlier = jobs.filter((each) => each.job_id < this.#job);
        if (earlier.length === 0) return;
        this.#earlier.append(element("option", { value: "" }, "Changed since …"),
            ...earlier.map((each) =>
                element("option", { value: each.job_id }, moment(each.requested_at))));
        show(this.#earlier, true);
    }

    #apply() {
        const tests = parseFilter(this.#filter.value, FIGURES, hasWord);
        this.#table.show(this.#rows.filter((row) => tests.every((test) => test(row))));
    }
}
