// The stocks that failed, by cause.

import { element, setText, show } from "./element.js";
import { count, words } from "./format.js";
import { byCode } from "./statistics.js";

/** How many stocks of one cause are told; the rest is in the exports. */
const MOST = 200;

export class FailuresPanel {
    #title = element("h2", {}, "Failed stocks");
    #causes = element("div", { class: "causes" });
    #groups = new Map();

    constructor() {
        this.root = element("section", { class: "card failures", hidden: true },
            element("div", { class: "card-head" }, this.#title), this.#causes);
    }

    show(failures) {
        show(this.root, failures.length > 0);
        if (failures.length === 0) return;
        setText(this.#title, `Failed stocks: ${count(failures.length)}`);
        const groups = byCode(failures);
        for (const [code, group] of this.#groups) {
            if (groups.some((each) => each.code === code)) continue;
            group.root.remove();
            this.#groups.delete(code);
        }
        for (const { code, stocks } of groups) this.#group(code).show(stocks);
    }

    #group(code) {
        if (!this.#groups.has(code)) {
            const group = new Cause(code);
            this.#groups.set(code, group);
            this.#causes.append(group.root);
        }
        return this.#groups.get(code);
    }
}

class Cause {
    #count = element("span", { class: "badge" });
    #example = element("span", { class: "muted" });
    #cause = element("span", { class: "muted cause" });
    #list = element("ul", { class: "failure-list" });
    #shown = 0;

    constructor(code) {
        this.root = element("details", {}, element("summary", {},
            this.#count, element("strong", {}, words(code)), this.#example, this.#cause),
        this.#list);
    }

    show(stocks) {
        setText(this.#count, count(stocks.length));
        setText(this.#example, stocks.slice(0, 6).map((stock) => stock.ticker).join(", ")
            + (stocks.length > 6 ? ", …" : ""));
        setText(this.#cause, mostCommonCause(stocks));
        // Back in time, the list is made again; on, it grows.
        if (stocks.length < this.#shown) {
            this.#list.replaceChildren();
            this.#shown = 0;
        }
        for (const stock of stocks.slice(this.#shown, MOST)) {
            this.#list.append(element("li", {},
                element("strong", {}, stock.ticker), " ", stock.message ?? stock.error));
        }
        this.#shown = stocks.length;
    }
}

/** What was said of most of the stocks, without their names. */
function mostCommonCause(stocks) {
    const causes = Map.groupBy(stocks, (stock) =>
        (stock.message ?? stock.error).replaceAll(`'${stock.ticker}'`, "'…'"));
    const [text, alike] = [...causes].reduce((most, cause) =>
        (cause[1].length > most[1].length ? cause : most));
    if (alike.length === 1) return alike[0].message ?? alike[0].error;
    const others = stocks.length - alike.length;
    return `${count(alike.length)} × ${text}${others > 0 ? `; ${count(others)} for other reasons` : ""}`;
}
