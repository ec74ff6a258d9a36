// The fields of a request but its strategy: stocks, days and money.

import { SOURCES } from "./choices.js";
import { asPercent, COSTS, optionalTerms } from "./costs.js";
import { element, show } from "./element.js";
import { Field } from "./field.js";

export class RequestFields {
    #fields = new Map();
    #universes = [];
    #tickersPart = element("div", { hidden: true });
    #sourcePart = element("div", { hidden: true });

    constructor() {
        this.stocks = this.#stocksPart();
        this.money = this.#moneyPart();
    }

    /** The fields by their pointers. */
    get fields() {
        return this.#fields;
    }

    /** Offers sets of stocks. */
    offer(universes) {
        this.#universes = universes;
        this.#control("/universe").lastElementChild.before(...universes.map((universe) =>
            element("option", { value: universe.name }, `${universe.title} (${universe.stocks})`)));
    }

    /** Puts a request into the fields. */
    fillIn(request) {
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
        this.#control("/trade_from").value = request.trade_from ?? "";
        this.#control("/benchmark").value = request.benchmark ?? "";
        this.#control("/cash").value = request.cash ?? 10000;
        this.#control("/commission").value = asPercent(request.commission ?? 0);
        for (const { name, isShare } of COSTS) {
            const value = request[name] ?? 0;
            this.#control(`/${name}`).value = isShare ? asPercent(value) : value;
        }
        this.#control("/fills").value = request.fills ?? "next_open";
        this.#control("/interval").value = request.interval ?? "1d";
        this.#control("/whole_units").checked = request.whole_units ?? false;
        this.#control("/finalize_trades").checked = request.finalize_trades ?? false;
        this.#control("/stop_at_ruin").checked = request.stop_at_ruin ?? false;
        this.#control("/include_open").checked = request.include_open ?? false;
        this.#showParts();
    }

    /** How many stocks are chosen; null where only the service knows. */
    get stockCount() {
        const { source, universe, tickers } = this.values;
        if (tickers) return tickers.length;
        const name = universe ?? (source === "bundled" ? "bundled" : null);
        return this.#universes.find((each) => each.name === name)?.stocks ?? null;
    }

    /** What the fields tell of a scan. */
    get values() {
        const value = (pointer) => this.#control(pointer).value.trim();
        const isTickers = value("/universe") === "tickers";
        const costs = COSTS.map(({ name, isShare }) =>
            [name, this.#fields.get(`/${name}`).number / (isShare ? 100 : 1)]);
        const optional = optionalTerms({
            ...Object.fromEntries(costs), trade_from: value("/trade_from"), benchmark: value("/benchmark"),
            stop_at_ruin: this.#control("/stop_at_ruin").checked,
            include_open: this.#control("/include_open").checked });
        return {
            source: value("/source") === "other" ? value("/source-name") : value("/source"),
            universe: isTickers ? null : value("/universe") || null,
            tickers: isTickers ? value("/tickers").split(/[\s,;]+/).filter(Boolean) : null,
            start_date: value("/start_date") || null, end_date: value("/end_date") || null,
            ...optional,
            interval: value("/interval"), cash: this.#fields.get("/cash").number,
            commission: this.#fields.get("/commission").number / 100, fills: value("/fills"),
            whole_units: this.#control("/whole_units").checked,
            finalize_trades: this.#control("/finalize_trades").checked,
        };
    }

    /** The field that a pointer of the service means; null where there is none. */
    fieldOf(pointer) {
        if (pointer === "/source" && !this.#sourcePart.hidden) {
            return this.#fields.get("/source-name");
        }
        if (this.#fields.has(pointer)) return this.#fields.get(pointer);
        return pointer.startsWith("/tickers/") ? this.#fields.get("/tickers") : null;
    }

    #control(pointer) {
        return this.#fields.get(pointer).control;
    }

    #field(pointer, label, control, hint) {
        const field = new Field(pointer, label, control, hint);
        this.#fields.set(pointer, field);
        return field.root;
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
            placeholder: "AAPL MSFT AMZN" })));
        this.#sourcePart.append(this.#field("/source-name", "Name of the source",
            element("input", { placeholder: "csv:prices, bundled?delay=50ms", spellcheck: "false" }),
            "Files must lie where the service may read them."));
        const day = () => element("input", { type: "date" });
        return element("fieldset", {}, element("legend", {}, "Stocks and days"),
            this.#field("/source", "Prices", source), this.#sourcePart,
            this.#field("/universe", "Universe", universe), this.#tickersPart,
            element("div", { class: "field-grid" },
                this.#field("/start_date", "First day", day(), "Empty: from the first"),
                this.#field("/end_date", "Last day", day(), "Empty: to the last"),
                this.#field("/trade_from", "Trade from", day(),
                    "The days before only warm up")));
    }

    #moneyPart() {
        const number = (value, step) => element("input", {
            type: "number", inputmode: "decimal", value, step, min: 0 });
        const fills = element("select", {},
            element("option", { value: "next_open" }, "At the next open"),
            element("option", { value: "close" }, "At the close"));
        return element("fieldset", {}, element("legend", {}, "Money"),
            element("div", { class: "field-grid" },
                this.#field("/cash", "Cash per stock, $", number(10000, "any")),
                this.#field("/commission", "Commission a side, %", number(0, "any"))),
            element("details", {}, element("summary", {}, "Costs"),
                element("div", { class: "field-grid" }, ...COSTS.map(({ name, label, hint }) =>
                    this.#field(`/${name}`, label, number(0, "any"), hint)))),
            element("details", {}, element("summary", {}, "More terms"),
                element("div", { class: "field-grid" },
                    this.#field("/fills", "Orders fill", fills),
                    this.#field("/interval", "Bars", element("select", {},
                        ["1d", "1wk", "1mo", "1h", "30m", "15m", "5m"].map((name) =>
                            element("option", { value: name }, name)))),
                    this.#field("/benchmark", "Benchmark", element("input", {
                        placeholder: "SPY", spellcheck: "false", autocapitalize: "characters" }),
                        "A ticker of the source; empty: each stock held")),
                this.#field("/whole_units", "Whole shares only",
                    element("input", { type: "checkbox" })),
                this.#field("/finalize_trades", "Close open positions at the end",
                    element("input", { type: "checkbox" })),
                this.#field("/stop_at_ruin", "End a stock whose account is worth nothing",
                    element("input", { type: "checkbox" })),
                this.#field("/include_open", "Take today's bar while its session lasts",
                    element("input", { type: "checkbox" }))));
    }

    #showParts() {
        show(this.#tickersPart, this.#control("/universe").value === "tickers");
        show(this.#sourcePart, this.#control("/source").value === "other");
    }
}

/** Says what the service finds wrong at its field; returns what is at none, and the first field. */
export function refuse(problem, fieldOf) {
    const others = [];
    let first = null;
    for (const { pointer, detail } of problem.errors ?? []) {
        const field = fieldOf(pointer);
        if (!field) {
            others.push(detail);
            continue;
        }
        field.refuse(detail);
        first ??= field;
    }
    return { first, text: others.join("; ") || (first ? null : problem.message) };
}
