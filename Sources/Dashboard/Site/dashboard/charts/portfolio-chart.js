// What all stocks were worth together, in equal parts, and what holding them would have been worth:
// known once the scan is complete.

import { element, setText, show } from "../element.js";
import { change, percent, points, ratio, shortDollars, tone, words } from "../format.js";
import { CurveChart } from "./curve-chart.js";

export class PortfolioChart {
    #note = element("p", { class: "muted note" });
    #chart = new CurveChart({
        label: "Value of the equal-weight portfolio and of holding its stocks, and their drawdowns; "
            + "arrow keys read it",
        text: (value, curve) =>
            `${shortDollars(value).slice(1)} (${change((value / curve.values[0] - 1) * 100)})`,
        axisText: (value) => shortDollars(value).replace("+", ""),
    });
    #legend = element("p", { class: "legend" },
        element("span", { class: "key first" }, "Strategy"),
        element("span", { class: "key second" }, "Holding"));
    #verdict = element("p", { class: "notice verdict", hidden: true });
    #figures = element("dl", { class: "figures" });
    #leftOut = element("p", { class: "muted note left-out", hidden: true });
    #shown = null;
    #waiting = element("p", { class: "muted empty" },
        "The value of all stocks together comes with the last of them.");

    constructor() {
        this.root = element("section", { class: "card chart", "aria-label": "Portfolio" },
            element("div", { class: "card-head" },
                element("h2", {}, "Equal-weight portfolio"), this.#note, this.#legend),
            this.#verdict, this.#waiting, this.#chart.root, this.#figures, this.#leftOut);
    }

    show(state) {
        const { portfolio } = state;
        const isThere = portfolio !== null && portfolio.times.length > 1;
        const isCompared = isThere && portfolio.benchmark !== null;
        show(this.root, state.stocks.length > 0);
        show(this.#chart.root, isThere);
        show(this.#waiting, !isThere);
        show(this.#note, isThere);
        show(this.#legend, isCompared);
        show(this.#figures, isCompared);
        show(this.#leftOut, state.leftOut.length > 0);
        setText(this.#leftOut, "Not in the portfolio: " + state.leftOut.map((stock) =>
            `${stock.ticker} (${words(stock.code).toLowerCase()})`).toSorted().join(", "));
        if (!isCompared) show(this.#verdict, false);
        if (!isThere || portfolio === this.#shown) return;
        this.#shown = portfolio;
        const figures = portfolio.statistics;
        setText(this.#note, [
            `Return ${change(figures.return_pct)}`,
            `${change(figures.annual_return_pct)} a year`,
            `Sharpe ${ratio(figures.sharpe_ratio)}`,
            `deepest fall ${percent(figures.max_drawdown)}`,
        ].join(" · "));
        const curves = [{ ...portfolio, name: "Portfolio", className: "first" }];
        if (isCompared) {
            const { times, benchmarkValues: values } = portfolio;
            curves.push({ times, values, name: "Holding", className: "second" });
            this.#showBenchmark(portfolio, state.request?.benchmark ?? null);
        }
        this.#chart.show(curves);
    }

    /** What holding earned, whether that was more, and the figures against it. */
    #showBenchmark({ benchmark, stocks }, ticker) {
        const excess = benchmark.excess_return_pct;
        show(this.#verdict, excess !== null && excess < 0);
        setText(this.#verdict, `Holding ${ticker ?? `the same ${stocks}`} earned `
            + `${change(benchmark.return_pct)}: `
            + `the strategy lost to it by ${points(Math.abs(excess ?? 0)).slice(1)}.`);
        const tiles = [
            ["Holding", change(benchmark.return_pct), tone(benchmark.return_pct),
                "What the same stocks, or the benchmark, earned, bought in equal parts and held"],
            ["Excess, points", points(excess).replace(" points", ""), tone(excess),
                "The return less that of holding"],
            ["Alpha", change(benchmark.alpha_pct), tone(benchmark.alpha_pct),
                "What was earned a year besides beta times the returns of holding"],
            ["Beta", ratio(benchmark.beta), "", "How far the returns went with those of holding"],
            ["Information ratio", ratio(benchmark.information_ratio), "",
                "Mean excess return over its deviation, of a year"],
            ["Tracking error", percent(benchmark.tracking_error_pct), "",
                "Deviation of the excess returns, of a year"],
            ["Up capture", ratio(benchmark.up_capture), "",
                "Annual return while holding rose, over that of holding"],
            ["Down capture", ratio(benchmark.down_capture), "",
                "Annual return while holding fell, over that of holding"],
        ];
        this.#figures.replaceChildren(...tiles.map(([name, text, className, hint]) =>
            element("div", { title: hint }, element("dt", {}, name),
                element("dd", { class: className }, text))));
    }
}
