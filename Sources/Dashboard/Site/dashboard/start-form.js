// Starts a scan. What the service finds wrong is said at its field.

import { newRequestKey } from "../market-scan/request-key.js";
import { addressWith, goTo } from "./address.js";
import { SOURCES } from "./choices.js";
import { element, setText, show } from "./element.js";
import { Field } from "./field.js";
import { words } from "./format.js";

const KEPT = "tapedeck-request";

export class StartForm {
    #client;
    #strategies = [];
    #fields = new Map();
    #parameters = element("div", { class: "field-grid" });
    #strategyFacts = element("div", { class: "strategy-facts" });
    #tickersPart = element("div", { hidden: true });
    #sourcePart = element("div", { hidden: true });
    #problem = element("p", { class: "notice bad", role: "alert", hidden: true });
    #submit = element("button", { class: "primary", type: "submit", disabled: true }, "Start scan");
    /** One key for one intention: asking twice for it starts one scan. */
    #key = newRequestKey();

    constructor(client) {
        this.#client = client;
        this.root = element("section", { class: "card start", "aria-labelledby": "start-title" },
            element("h1", { id: "start-title" }, "New scan"),
            element("form", { novalidate: true, on: {
                submit: (event) => this.#start(event),
                input: () => { this.#key = newRequestKey(); } } },
                this.#strategyPart(), this.#stocksPart(), this.#termsPart(),
                this.#problem, element("div", { class: "form-end" }, this.#submit)));
        this.#load();
    }

    #field(pointer, label, control, hint) {
        const field = new Field(pointer, label, control, hint);
        this.#fields.set(pointer, field);
        return field;
    }

    #strategyPart() {
        const strategy = element("select", { on: { change: () => this.#showStrategy() } },
            element("option", { value: "" }, "Loading…"));
        return element("fieldset", {}, element("legend", {}, "Strategy"),
            this.#field("/strategy", "Strategy", strategy).root,
            this.#strategyFacts, this.#parameters);
    }

    #stocksPart() {
        const universe = element("select", { on: { change: () => this.#showParts() } },
            element("option", { value: "" }, "All stocks of the source"),
            element("option", { value: "tickers" }, "Some tickers…"));
        const source = element("select", { on: { change: () => this.#showParts() } },
            ...SOURCES.map(([name, title]) => element("option", { value: name }, title)),
            element("option", { value: "other" }, "Other…"));
        this.#tickersPart.append(this.#field("/tickers", "Tickers", element("textarea", {
            rows: 2, spellcheck: "false", autocapitalize: "characters",
            placeholder: "AAPL MSFT AMZN" })).root);
        this.#sourcePart.append(this.#field("/source-name", "Name of the source",
            element("input", { placeholder: "csv:prices, bundled?delay=50ms", spellcheck: "false" }),
            "Files must lie where the service may read them.").root);
        return element("fieldset", {}, element("legend", {}, "Stocks and days"),
            this.#field("/source", "Prices", source).root, this.#sourcePart,
            this.#field("/universe", "Universe", universe).root, this.#tickersPart,
            element("div", { class: "field-grid" },
                this.#field("/start_date", "First day", element("input", { type: "date" }),
                    "Empty: from the first").root,
                this.#field("/end_date", "Last day", element("input", { type: "date" }),
                    "Empty: to the last").root));
    }

    #termsPart() {
        const number = (value, step) => element("input", {
            type: "number", inputmode: "decimal", value, step, min: 0 });
        const fills = element("select", {},
            element("option", { value: "next_open" }, "At the next open"),
            element("option", { value: "close" }, "At the close"));
        return element("fieldset", {}, element("legend", {}, "Money"),
            element("div", { class: "field-grid" },
                this.#field("/cash", "Cash per stock, $", number(10000, "any")).root,
                this.#field("/commission", "Commission a side, %", number(0, "any")).root),
            element("details", {}, element("summary", {}, "More terms"),
                element("div", { class: "field-grid" },
                    this.#field("/fills", "Orders fill", fills).root,
                    this.#field("/interval", "Bars", element("select", {},
                        ["1d", "1wk", "1mo", "1h", "30m", "15m", "5m"].map((name) =>
                            element("option", { value: name }, name)))).root),
                this.#field("/whole_units", "Whole shares only",
                    element("input", { type: "checkbox" })).root,
                this.#field("/finalize_trades", "Close open positions at the end",
                    element("input", { type: "checkbox" })).root));
    }

    async #load() {
        try {
            const [strategies, universes] = await Promise.all([
                this.#client.strategies(), this.#client.universes()]);
            this.#strategies = strategies;
            this.#control("/strategy").replaceChildren(...strategies.map((strategy) =>
                element("option", { value: strategy.name }, strategy.title)));
            this.#control("/universe").lastElementChild.before(...universes.map((universe) =>
                element("option", { value: universe.name },
                    `${universe.title} (${universe.stocks})`)));
            this.#fillIn(readKept());
            this.#submit.disabled = false;
        } catch (problem) {
            this.#tellProblem(problem.message);
        }
    }

    #control(pointer) {
        return this.#fields.get(pointer).control;
    }

    #showStrategy(values = {}) {
        const name = this.#control("/strategy").value;
        const strategy = this.#strategies.find((each) => each.name === name);
        if (!strategy) return;
        this.#strategyFacts.replaceChildren(
            element("p", {}, strategy.summary),
            element("details", {}, element("summary", {}, "Its rules"),
                element("ul", {}, strategy.rules.map((rule) => element("li", {}, rule)))));
        for (const pointer of [...this.#fields.keys()]) {
            if (pointer.startsWith("/parameters/")) this.#fields.delete(pointer);
        }
        this.#parameters.replaceChildren(...strategy.parameters.map((parameter) =>
            this.#parameterField(parameter, values[parameter.name] ?? parameter.default)));
    }

    #parameterField(parameter, value) {
        const { name, type, minimum, maximum, step, summary } = parameter;
        const isSwitch = type === "boolean";
        const control = isSwitch
            ? element("input", { type: "checkbox", checked: Boolean(value) })
            : element("input", {
                type: "number", inputmode: "decimal", value, min: minimum, max: maximum,
                step: type === "integer" ? step : "any" });
        const range = isSwitch ? "" : ` ${minimum} to ${maximum}; ${parameter.default} by default.`
            .replaceAll("-", "−");
        return this.#field(`/parameters/${name}`, words(name), control, summary + range).root;
    }

    #showParts() {
        show(this.#tickersPart, this.#control("/universe").value === "tickers");
        show(this.#sourcePart, this.#control("/source").value === "other");
    }

    /** Puts a request into the fields: the last one of this browser, or one to repeat. */
    #fillIn(request) {
        if (request?.strategy) this.#control("/strategy").value = request.strategy;
        this.#showStrategy(request?.parameters ?? {});
        if (!request) return;
        const source = request.source ?? "bundled";
        const isKnown = SOURCES.some(([name]) => name === source);
        this.#control("/source").value = isKnown ? source : "other";
        if (!isKnown) this.#control("/source-name").value = source;
        if (request.tickers) {
            this.#control("/universe").value = "tickers";
            this.#control("/tickers").value = request.tickers.join(" ");
        } else {
            this.#control("/universe").value = request.universe ?? "";
            // "all" and files are no entries of the list.
            if (this.#control("/universe").selectedIndex < 0) this.#control("/universe").value = "";
        }
        this.#control("/start_date").value = request.start_date ?? "";
        this.#control("/end_date").value = request.end_date ?? "";
        this.#control("/cash").value = request.cash ?? 10000;
        this.#control("/commission").value = Number(((request.commission ?? 0) * 100).toFixed(8));
        this.#control("/fills").value = request.fills ?? "next_open";
        this.#control("/interval").value = request.interval ?? "1d";
        this.#control("/whole_units").checked = request.whole_units ?? false;
        this.#control("/finalize_trades").checked = request.finalize_trades ?? false;
        this.#showParts();
    }

    /** The request that the fields tell. */
    get #request() {
        const value = (pointer) => this.#control(pointer).value.trim();
        const source = value("/source") === "other" ? value("/source-name") : value("/source");
        const isTickers = value("/universe") === "tickers";
        const parameters = {};
        for (const [pointer, field] of this.#fields) {
            if (pointer.startsWith("/parameters/")) {
                parameters[pointer.slice("/parameters/".length)] = field.number;
            }
        }
        return {
            strategy: value("/strategy"), parameters, source,
            universe: isTickers ? null : value("/universe") || null,
            tickers: isTickers ? value("/tickers").split(/[\s,;]+/).filter(Boolean) : null,
            start_date: value("/start_date") || null, end_date: value("/end_date") || null,
            interval: value("/interval"), cash: this.#fields.get("/cash").number,
            commission: this.#fields.get("/commission").number / 100, fills: value("/fills"),
            whole_units: this.#control("/whole_units").checked,
            finalize_trades: this.#control("/finalize_trades").checked,
        };
    }

    async #start(event) {
        event.preventDefault();
        for (const field of this.#fields.values()) field.accept();
        show(this.#problem, false);
        const empty = [...this.#fields.values()].filter((field) => field.isEmptyNumber);
        for (const field of empty) field.refuse("a number is needed");
        if (empty.length) return empty[0].focus();
        const request = this.#request;
        this.#submit.disabled = true;
        try {
            const started = await this.#client.start(request, { idempotencyKey: this.#key });
            keep(request);
            goTo(addressWith({ job: started.job_id }));
        } catch (problem) {
            this.#refuse(problem);
        } finally {
            this.#submit.disabled = false;
        }
    }

    #refuse(problem) {
        const others = [];
        let first = null;
        for (const { pointer, detail } of problem.errors ?? []) {
            const field = this.#fieldOf(pointer);
            if (!field) {
                others.push(detail);
                continue;
            }
            field.refuse(detail);
            first ??= field;
        }
        if (others.length || !first) this.#tellProblem(others.join("; ") || problem.message);
        first?.focus();
    }

    #fieldOf(pointer) {
        if (pointer === "/source" && !this.#sourcePart.hidden) {
            return this.#fields.get("/source-name");
        }
        if (this.#fields.has(pointer)) return this.#fields.get(pointer);
        return pointer.startsWith("/tickers/") ? this.#fields.get("/tickers") : null;
    }

    #tellProblem(text) {
        setText(this.#problem, text);
        show(this.#problem, true);
    }
}

/** Keeps a request, for the form to show when it comes back. */
export function keep(request) {
    try {
        sessionStorage.setItem(KEPT, JSON.stringify(request));
    } catch {
        // Then the form begins with the defaults.
    }
}

function readKept() {
    try {
        return JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
        return null;
    }
}
