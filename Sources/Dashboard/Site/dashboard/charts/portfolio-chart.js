// What all stocks were worth together, in equal parts: known once the scan is complete.

import { element, setText, show } from "../element.js";
import { change, percent, ratio, shortDollars, words } from "../format.js";
import { CurveChart } from "./curve-chart.js";

export class PortfolioChart {
    #note = element("p", { class: "muted note" });
    #chart = new CurveChart({
        label: "Value of the equal-weight portfolio and its drawdown; arrow keys read it",
        text: (value, curve) =>
            `${shortDollars(value).slice(1)} (${change((value / curve.values[0] - 1) * 100)})`,
        axisText: (value) => shortDollars(value).replace("+", ""),
    });
    #leftOut = element("p", { class: "muted note left-out", hidden: true });
    #shown = null;
    #waiting = element("p", { class: "muted empty" },
        "The value of all stocks together comes with the last of them.");

    constructor() {
        this.root = element("section", { class: "card chart", "aria-label": "Portfolio" },
            element("div", { class: "card-head" },
                element("h2", {}, "Equal-weight portfolio"), this.#note),
            this.#waiting, this.#chart.root, this.#leftOut);
    }

    show(state) {
        const { portfolio } = state;
        const isThere = portfolio !== null && portfolio.times.length > 1;
        show(this.root, state.stocks.length > 0);
        show(this.#chart.root, isThere);
        show(this.#waiting, !isThere);
        show(this.#note, isThere);
        show(this.#leftOut, state.leftOut.length > 0);
        setText(this.#leftOut, "Not in the portfolio: " + state.leftOut.map((stock) =>
            `${stock.ticker} (${words(stock.code).toLowerCase()})`).toSorted().join(", "));
        if (!isThere || portfolio === this.#shown) return;
        this.#shown = portfolio;
        const figures = portfolio.statistics;
        setText(this.#note, [
            `Return ${change(figures.return_pct)}`,
            `${change(figures.annual_return_pct)} a year`,
            `Sharpe ${ratio(figures.sharpe_ratio)}`,
            `deepest fall ${percent(figures.max_drawdown)}`,
        ].join(" · "));
        this.#chart.show([{ ...portfolio, name: "Portfolio", className: "first" }]);
    }
}
