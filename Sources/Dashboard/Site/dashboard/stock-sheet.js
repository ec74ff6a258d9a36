// One stock of a scan: its prices with the trades and the strategy's columns, its equity, all its
// figures. Backtested again when it is opened, with the terms of the scan and the text of its tape.

import { BacktestReport } from "./backtest-report.js";
import { optionalTerms } from "./costs.js";
import { element, icon } from "./element.js";
import { words } from "./format.js";

const TERMS = [
    "parameters", "start_date", "end_date", "interval", "cash", "commission", "fills",
    "whole_units", "finalize_trades", "source",
];

export class StockSheet {
    #report = null;
    #abort = new AbortController();
    #content = element("div", { class: "sheet-content" },
        element("p", { class: "muted empty", role: "status" }, "Backtesting…"));
    #onClose;

    /** `text` is the strategy's as the tape has it; null where an old tape has none. */
    constructor(client, request, ticker, { result, text, onClose }) {
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
        this.#load(client, request, text);
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
        this.#report?.close();
        this.root.remove();
        this.#onClose();
    }

    async #load(client, request, text) {
        const terms = {
            ...Object.fromEntries(TERMS.map((name) => [name, request[name]])),
            ...optionalTerms(request),
        };
        // A name that comes with the program may have another text by now.
        if (text !== null) terms.strategy_text = text; else terms.strategy = request.strategy;
        try {
            const report = await client.backtest(
                { ...terms, ticker: this.ticker, columns: true },
                { signal: this.#abort.signal });
            if (this.#abort.signal.aborted) return;
            this.#report = new BacktestReport(report);
            this.#content.replaceChildren(...this.#report.parts);
            this.#report.draw();
        } catch (problem) {
            if (this.#abort.signal.aborted) return;
            this.#content.replaceChildren(
                element("p", { class: "notice bad", role: "alert" }, problem.message));
        }
    }
}
