// What sets made that were chosen on one window and measured on the next, beside the best of all.

import { CurveChart } from "../charts/curve-chart.js";
import { element, setText, show } from "../element.js";
import { change, count, NOTHING, percent, ratio, setting, shortDollars } from "../format.js";
import { figureNamed } from "./figures.js";

export class WalkForwardPanel {
    #onOpen;
    #note = element("p", { class: "muted note" });
    #chart = new CurveChart({
        label: "Value of the sets chosen window by window, and of the best set of all; arrow keys "
            + "read it",
        text: (value, curve) =>
            `${shortDollars(value).slice(1)} (${change((value / curve.values[0] - 1) * 100)})`,
        axisText: (value) => shortDollars(value).replace("+", ""),
    });
    #rows = element("tbody");
    #figures = element("tbody");
    #shown = null;

    constructor({ onOpen }) {
        this.#onOpen = onOpen;
        const table = (titles, body, numbers) => element("table", { class: "plain-table" },
            element("thead", {}, element("tr", {}, titles.map((title) => (title === ""
                ? element("td", {}) : element("th", {
                    scope: "col", class: numbers.includes(title) ? "number" : null }, title))))),
            body);
        this.root = element("section", { class: "card chart walk", hidden: true,
            "aria-labelledby": "walk-title" },
            element("div", { class: "card-head" },
                element("h2", { id: "walk-title" }, "Out of the sample"), this.#note,
                element("p", { class: "legend" },
                    element("span", { class: "key first" }, "Chosen before"),
                    element("span", { class: "key second" }, "Best of all"))),
            this.#chart.root,
            element("div", { class: "table-frame" },
                table(["", "Return", "A year", "Sharpe", "Drawdown"], this.#figures,
                    ["Return", "A year", "Sharpe", "Drawdown"])),
            element("details", { class: "sector-details" },
                element("summary", {}, "Windows"),
                element("div", { class: "table-frame short", tabindex: 0, role: "region",
                    "aria-label": "Windows" },
                    table(["Chosen from", "Measured from", "To", "Set", "There", "Here"], this.#rows,
                        ["There", "Here"]))));
    }

    show(sweep) {
        const walk = sweep.walkForward;
        const isThere = walk !== null && walk.times.length > 1;
        show(this.root, isThere);
        if (!isThere || walk === this.#shown) return;
        this.#shown = walk;
        setText(this.#note, `${count(walk.windows.length)} windows of ${sweep.terms.walk_forward}; `
            + "to change sets costs nothing here.");
        const { times } = walk;
        this.#chart.show([
            { times, values: walk.values, name: "Chosen before", className: "first" },
            { times, values: walk.inSampleValues, name: "Best of all", className: "second" }]);
        this.#figures.replaceChildren(
            figuresRow("Chosen before, out of the sample", walk.outOfSample),
            figuresRow("Best of all, over the same days", walk.inSample));
        const figure = figureNamed(sweep.terms.objective);
        this.#rows.replaceChildren(...walk.windows.map((window) => this.#row(sweep, window, figure)));
    }

    #row(sweep, window, figure) {
        const { set } = window;
        const parameters = set === null ? NOTHING : Object.entries(sweep.parametersOf(set))
            .map(([input, value]) => setting(input, value)).join(", ");
        return element("tr", {},
            element("td", {}, window.train_from), element("td", {}, window.test_from),
            element("td", {}, window.test_to),
            element("td", {}, set === null ? NOTHING : element("button", {
                class: "link", on: { click: () => this.#onOpen(set) } }, parameters)),
            element("td", { class: "number" }, figure.text(window.train)),
            element("td", { class: "number" }, figure.text(window.test)));
    }
}

function figuresRow(name, figures) {
    return element("tr", {}, element("th", { scope: "row" }, name),
        element("td", { class: "number" }, change(figures.return_pct)),
        element("td", { class: "number" }, change(figures.annual_return_pct)),
        element("td", { class: "number" }, ratio(figures.sharpe_ratio)),
        element("td", { class: "number" }, percent(figures.max_drawdown)));
}
