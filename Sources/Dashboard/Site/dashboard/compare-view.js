// Two scans side by side: what was asked for, what came of it, stock by stock.

import { addressWith, goTo, note } from "./address.js";
import { CurveChart } from "./charts/curve-chart.js";
import { asPercent, costsOf } from "./costs.js";
import { element, setText } from "./element.js";
import {
    change, count, dollars, duration, moment, NOTHING, percent, points, ratio, setting, tone, words,
} from "./format.js";
import { ScanState } from "./scan-state.js";
import { macroStatistics, sum } from "./statistics.js";
import { VirtualTable } from "./virtual-table.js";

export class CompareView {
    #client;
    #table = null;

    constructor(client, address) {
        this.#client = client;
        this.address = address;
        document.title = "Comparison · Tapedeck";
        this.root = element("div", { class: "compare" },
            element("h1", {}, "Two scans side by side"),
            element("p", { class: "muted empty", role: "status" }, "Reading the tapes…"));
        this.#load(address.compare.split(",").slice(0, 2));
    }

    key(event) {
        if (event.key === "j" || event.key === "k") {
            this.#table?.move(event.key === "j" ? 1 : -1);
            return true;
        }
        return event.key === "Enter" ? Boolean(this.#table?.openSelected()) : false;
    }

    close() {}

    async #load(jobs) {
        try {
            const states = await Promise.all(jobs.map(async (job) => {
                const state = new ScanState();
                for (const record of await this.#client.records(job)) state.apply(record);
                return state;
            }));
            if (states.length < 2) throw new Error("two scans are needed");
            this.#show(states);
        } catch (problem) {
            this.root.lastElementChild.replaceWith(
                element("p", { class: "notice bad", role: "alert" }, `${problem.message}.`));
        }
    }

    #show(states) {
        this.root.lastElementChild.remove();
        this.root.append(
            element("section", { class: "card", "aria-label": "Terms and figures" },
                element("div", { class: "table-frame" }, comparisonTable(states))));
        const curves = portfolioCurves(states);
        if (curves) {
            const chart = new CurveChart({
                label: "Values of both portfolios, 100 at the start; arrow keys read them",
                text: (value) => value.toFixed(1), axisText: (value) => value.toFixed(0) });
            chart.show(curves, "100 at the start");
            this.root.append(element("section", { class: "card chart", "aria-label": "Portfolios" },
                element("div", { class: "card-head" }, element("h2", {}, "Portfolios"),
                    element("p", { class: "legend" },
                        element("span", { class: "key first" }, "A"),
                        element("span", { class: "key second" }, "B"))), chart.root));
        }
        this.root.append(this.#stocks(states));
    }

    #stocks([a, b]) {
        const rows = joined(a, b);
        const figure = (name, title, value, text, isToned) => ({
            name, title, isNumber: true, value,
            cell: (row, cell) => {
                setText(cell, text(value(row)));
                if (isToned && value(row) !== null) cell.classList.add(tone(value(row)));
            } });
        this.#table = new VirtualTable({
            label: "Stocks of both scans", key: (row) => row.ticker,
            sort: readSort(this.address.sort),
            onSort: (by) => note({ sort: (by.isDescending ? "-" : "") + by.name }),
            onOpen: (row) => goTo(addressWith({ job: a.jobID, ticker: row.ticker })),
            columns: [
                { name: "ticker", title: "Ticker", value: (row) => row.ticker,
                    cell: (row, cell) => setText(cell, row.ticker) },
                { name: "sector", title: "Sector", value: (row) => row.sector,
                    cell: (row, cell) => setText(cell, row.sector ?? NOTHING) },
                figure("a", "Return A", (row) => row.a?.return_pct ?? null, change, true),
                figure("b", "Return B", (row) => row.b?.return_pct ?? null, change, true),
                figure("difference", "B − A", (row) => row.difference, change, true),
                figure("trades_a", "Trades A", (row) => row.a?.total_trades ?? null, countOrNothing),
                figure("trades_b", "Trades B", (row) => row.b?.total_trades ?? null, countOrNothing),
            ] });
        this.#table.show(rows);
        const better = rows.filter((row) => row.difference > 0).length;
        const worse = rows.filter((row) => row.difference < 0).length;
        return element("section", { class: "card stocks", "aria-label": "Stocks" },
            element("div", { class: "card-head" }, element("h2", {}, "Stocks"),
                element("span", { class: "muted" }, `B is better with ${count(better)} stocks, worse `
                    + `with ${count(worse)}`)),
            this.#table.root);
    }
}

function readSort(text) {
    const name = (text ?? "-difference").replace(/^-/, "");
    const names = ["ticker", "sector", "a", "b", "difference", "trades_a", "trades_b"];
    return names.includes(name)
        ? { name, isDescending: text === null || text.startsWith("-") }
        : { name: "difference", isDescending: true };
}

const countOrNothing = (value) => (value === null ? NOTHING : count(value));

function joined(a, b) {
    const rows = new Map();
    for (const [side, state] of [["a", a], ["b", b]]) {
        for (const stock of state.stocks) {
            const row = rows.get(stock.ticker)
                ?? { ticker: stock.ticker, sector: stock.sector, a: null, b: null };
            row[side] = stock;
            rows.set(stock.ticker, row);
        }
    }
    for (const row of rows.values()) {
        row.difference = row.a && row.b ? row.b.return_pct - row.a.return_pct : null;
    }
    return [...rows.values()];
}

/** Both portfolios over the days that they share, each 100 at its first of them. */
function portfolioCurves(states) {
    const [a, b] = states.map((state) => state.portfolio);
    if (!a || !b) return null;
    const valuesOfB = new Map(b.times.map((time, index) => [time, b.values[index]]));
    const places = a.times.map((time, index) => ({ time, index }))
        .filter(({ time }) => valuesOfB.has(time));
    if (places.length < 2) return null;
    const times = places.map(({ time }) => time);
    const curve = (name, className, values) => ({
        name, className, times, values: values.map((value) => (value / values[0]) * 100) });
    return [
        curve("A", "first", places.map(({ index }) => a.values[index])),
        curve("B", "second", times.map((time) => valuesOfB.get(time))),
    ];
}

function comparisonTable(states) {
    const figures = states.map((state) => macroStatistics(state.stocks));
    const requests = states.map((state) => state.request);
    const row = (name, values, { differs = false, tones = null } = {}) => {
        const isOther = differs && values[0] !== values[1];
        return element("tr", { class: isOther ? "differs" : null },
            element("th", { scope: "row" }, name), values.map((value, index) =>
                element("td", { class: tones ? tone(tones[index]) : null }, value)));
    };
    const term = (name, text) => row(name, requests.map(text), { differs: true });
    const figure = (name, key, text, isToned) => row(
        name, figures.map((each) => text(each[key])),
        { tones: isToned ? figures.map((each) => each[key]) : null });
    const curve = (name, key, text) => row(
        name, states.map((state) => text(state.portfolio?.statistics[key] ?? null)));
    return element("table", { class: "plain-table comparison" },
        element("thead", {}, element("tr", {}, element("td"), states.map((state, index) =>
            element("th", { scope: "col" }, `${"AB"[index]}: `, element("a", {
                href: addressWith({ job: state.jobID }), data: { link: "" } },
                words(state.request.strategy)),
                element("div", { class: "sub" }, moment(state.requestedAt)))))),
        element("tbody", {},
            term("Parameters", (request) => Object.entries(request.parameters)
                .map(([name, value]) => setting(name, value)).join(", ")),
            term("Days", (request) => `${request.start_date ?? "first"} to ${request.end_date ?? "last"}`
                + (request.trade_from ? `, trades from ${request.trade_from}` : "")),
            term("Benchmark", (request) => request.benchmark ?? "the same stocks"),
            term("Prices", (request) => request.source),
            term("Cash, costs", (request) =>
                [`$${count(request.cash)}`, `${asPercent(request.commission)}%`,
                    ...costsOf(request)].join(", ")),
            row("Stocks", states.map((state) => `${count(state.stocks.length)} done, `
                + `${count(state.failures.length)} failed`)),
            row("PnL", states.map((state) => dollars(state.pnl)), {
                tones: states.map((state) => state.pnl) }),
            figure("Mean return", "avg_return_pct", change, true),
            figure("Median return", "median_return_pct", change, true),
            figure("Deviation", "std_return_pct", (value) => percent(value)),
            figure("Stocks that gained", "profitability_rate", (value) => percent(value)),
            row("Trades", states.map((state) => count(sum(state.stocks, "total_trades")))),
            figure("Trades won", "win_rate", (value) => percent(value)),
            curve("Portfolio a year", "annual_return_pct", change),
            curve("Portfolio's Sharpe", "sharpe_ratio", ratio),
            curve("Portfolio's deepest fall", "max_drawdown", percent),
            row("Portfolio against holding", states.map((state) =>
                points(state.portfolio?.benchmark?.excess_return_pct ?? null))),
            row("Took", states.map((state) => duration(state.elapsed)))));
}
