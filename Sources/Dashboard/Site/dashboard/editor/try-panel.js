// Tries a text on one stock, and scans the market with it: the ticker, the inputs that the text
// has, days and money.

import { newRequestKey } from "../../market-scan/request-key.js";
import { addressWith, goTo } from "../address.js";
import { BacktestReport } from "../backtest-report.js";
import { element, setText, show } from "../element.js";
import { Field } from "../field.js";
import { keep, readKept } from "../kept-request.js";
import { ParameterFields } from "../parameter-fields.js";
import { refuse, RequestFields } from "../request-fields.js";

const TICKER = "tapedeck-try-ticker";

export class TryPanel {
    #client;
    #strategy;
    #onLine;
    #parameters = new ParameterFields();
    #terms = new RequestFields();
    #ticker;
    #problem = element("p", { class: "notice bad", role: "alert", hidden: true });
    #try = element("button", { class: "primary", type: "submit" }, "Try on this stock");
    #scan = element("button", { type: "button", on: { click: () => this.scan() } },
        "Scan the market");
    #report = null;
    #abort = null;
    #tried = null;
    #note = element("p", { class: "muted", role: "status" });
    #results = element("div", { class: "sheet-content" });
    #key = newRequestKey();

    /** `strategy` gives what a request says of it, with the digest of its text, or null after it has
     * said why there is none. */
    constructor(client, { strategy, onLine }) {
        this.#client = client;
        this.#strategy = strategy;
        this.#onLine = onLine;
        this.#ticker = new Field("/ticker", "Ticker", element("input", {
            value: "AAPL", spellcheck: "false", autocapitalize: "characters",
            autocomplete: "off" }));
        this.root = element("section", { class: "card try", "aria-labelledby": "try-title" },
            element("h2", { id: "try-title" }, "Try it"),
            element("form", { novalidate: true, on: {
                submit: (event) => {
                    event.preventDefault();
                    this.try();
                },
                input: () => { this.#key = newRequestKey(); } } },
                this.#ticker.root, this.#parameters.root,
                element("details", {}, element("summary", {}, "Stocks, days and money"),
                    this.#terms.stocks, this.#terms.money),
                this.#problem,
                element("div", { class: "form-end pair" }, this.#try, this.#scan)));
        this.results = element("section", { class: "card try-results", hidden: true,
            "aria-labelledby": "results-title" },
            element("div", { class: "card-head" },
                element("h2", { id: "results-title", tabindex: -1 }, ""), this.#note),
            this.#results);
        this.#load();
    }

    /** Shows the inputs of a text without errors. */
    showInputs(parameters) {
        this.#parameters.change(parameters);
    }

    /** Says whether the results are of the text as it is now. */
    showText(text) {
        if (this.#tried === null || this.#report === null) return;
        setText(this.#note, text === this.#tried ? "" : "The text has changed since.");
    }

    /** Backtests the text on the stock. */
    async try() {
        const { request } = this.#ask() ?? {};
        if (!request) return;
        this.#abort?.abort();
        const abort = this.#abort = new AbortController();
        const { universe, tickers, ...terms } = request;
        const ticker = this.#ticker.control.value.trim().toUpperCase();
        this.#try.disabled = true;
        setText(this.#note, "Backtesting…");
        try {
            const report = await this.#client.backtest(
                { ...terms, ticker, columns: true }, { signal: abort.signal });
            if (abort.signal.aborted) return;
            sessionStorage.setItem(TICKER, ticker);
            this.#show(report, ticker, request.strategy_text ?? null);
        } catch (problem) {
            if (abort.signal.aborted) return;
            setText(this.#note, "");
            this.#refuse(problem);
        } finally {
            if (this.#abort === abort) this.#try.disabled = false;
        }
    }

    /** Starts a scan with the text, and goes to it. */
    async scan() {
        const { request, digest } = this.#ask() ?? {};
        if (!request) return;
        this.#scan.disabled = true;
        try {
            const started = await this.#client.start(request, { idempotencyKey: this.#key });
            keep({ ...request, strategy_sha256: digest });
            // The text goes along, and what is not saved stays in this tab.
            goTo(addressWith({ job: started.job_id }), { isMeant: true });
        } catch (problem) {
            this.#refuse(problem);
        } finally {
            this.#scan.disabled = false;
        }
    }

    close() {
        this.#abort?.abort();
        this.#report?.close();
    }

    async #load() {
        const kept = readKept();
        try {
            this.#ticker.control.value = sessionStorage.getItem(TICKER) ?? "AAPL";
            this.#terms.offer(await this.#client.universes());
        } catch {
            // What cannot be had is not offered; a scan of all stocks needs none of it.
        }
        if (kept) this.#terms.fillIn(kept);
    }

    get #fields() {
        return [this.#ticker, ...this.#parameters.fields.values(), ...this.#terms.fields.values()];
    }

    /** The request, and the digest of the text; null where something is missing, which is said. */
    #ask() {
        for (const field of this.#fields) field.accept();
        show(this.#problem, false);
        const { digest, ...strategy } = this.#strategy() ?? {};
        if (!strategy.strategy) return null;
        const empty = this.#fields.filter((field) => field.isEmptyNumber);
        for (const field of empty) field.refuse("a number is needed");
        empty[0]?.focus();
        if (empty.length) return null;
        const parameters = this.#parameters.values;
        return { request: { ...strategy, parameters, ...this.#terms.values }, digest };
    }

    #refuse(problem) {
        const { first, text } = refuse(problem, (pointer) => (pointer === "/ticker" ? this.#ticker
            : this.#parameters.fields.get(pointer) ?? this.#terms.fieldOf(pointer)));
        setText(this.#problem, text ?? "");
        show(this.#problem, Boolean(text));
        first?.focus();
    }

    #show(report, ticker, text) {
        this.#report?.close();
        this.#report = new BacktestReport(report, { onLine: this.#onLine });
        this.#tried = text;
        setText(this.#note, "");
        const title = this.results.querySelector("h2");
        setText(title, `${ticker}, tried`);
        this.#results.replaceChildren(...this.#report.parts);
        show(this.results, true);
        this.#report.draw();
        this.results.scrollIntoView({ block: "start" });
        title.focus({ preventScroll: true });
    }
}
