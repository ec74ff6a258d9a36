// The scan in sixteen figures, of which the most asked for come first.

import { element, setText, show } from "./element.js";
import { change, count, dollars, NOTHING, percent, ratio, tone } from "./format.js";
import { isRuined, macroStatistics, sum } from "./statistics.js";

export class FiguresPanel {
    #values = new Map();
    #troubles = element("p", { class: "notice troubles", hidden: true });

    constructor() {
        const fact = (name, label, hint) => {
            const value = element("dd", {}, NOTHING);
            const below = element("dd", { class: "below" });
            this.#values.set(name, { value, below });
            return element("div", { title: hint }, element("dt", {}, label), value, below);
        };
        this.root = element("section", { class: "card macro", "aria-label": "Statistics" },
            element("dl", { class: "figures large" },
                fact("return", "Return of all", "Profit and loss in per cent of all cash"),
                fact("stocks", "Stocks that gained"),
                fact("median", "Median stock"),
                fact("mean", "Mean stock"),
                fact("trades", "Trades"),
                fact("factor", "Profit factor", "Gross profit over gross loss of closed trades"),
                fact("best", "Best stock"),
                fact("worst", "Worst stock")), this.#troubles);
    }

    show(state) {
        const { stocks } = state;
        show(this.root, stocks.length > 0);
        if (stocks.length === 0) return;
        const figures = macroStatistics(stocks);
        const startValue = sum(stocks, "start_value");
        const whole = startValue === 0 ? 0 : (state.pnl / startValue) * 100;
        this.#set("return", change(whole), `${dollars(state.pnl)} in all`, tone(whole));
        this.#set("stocks", percent(figures.profitability_rate),
            `${count(figures.profitable_stocks)} gained, ${count(figures.losing_stocks)} lost`);
        this.#set("median", change(figures.median_return_pct), dollars(figures.median_pnl),
            tone(figures.median_return_pct));
        this.#set("mean", change(figures.avg_return_pct),
            `± ${figures.std_return_pct.toFixed(1)} points`, tone(figures.avg_return_pct));
        this.#set("trades", count(sum(stocks, "total_trades")),
            `${percent(figures.win_rate)} won, ${figures.avg_trades_per_stock} a stock`);
        const loss = sum(stocks, "gross_loss");
        this.#set("factor", loss === 0 ? NOTHING : ratio(sum(stocks, "gross_profit") / loss),
            `Mean Sharpe ${ratio(meanSharpe(stocks))}`);
        this.#showTroubles(stocks);
        const ranking = state.ranking;
        for (const [name, stock] of [["best", ranking[0]], ["worst", ranking.at(-1)]]) {
            this.#set(name, stock.ticker, `${change(stock.return_pct, 1)} ${dollars(stock.pnl)}`);
        }
    }

    /** What the accounts met that the figures do not show. */
    #showTroubles(stocks) {
        const refused = stocks.filter((stock) => stock.rejected_orders > 0);
        const ruined = stocks.filter(isRuined);
        const told = [];
        if (refused.length > 0) {
            told.push(`Orders refused for want of cash: ${count(sum(refused, "rejected_orders"))}, `
                + `of ${listed(refused)}.`);
        }
        if (ruined.length > 0) {
            told.push(`Ruined, worth nothing or less at some time: ${listed(ruined)}.`);
        }
        show(this.#troubles, told.length > 0);
        setText(this.#troubles, told.join(" "));
    }

    #set(name, text, below, className = "") {
        const nodes = this.#values.get(name);
        setText(nodes.value, text);
        setText(nodes.below, below);
        nodes.value.className = className;
    }
}

function meanSharpe(stocks) {
    const ratios = stocks.map((stock) => stock.sharpe_ratio).filter((value) => value !== null);
    return ratios.length === 0
        ? null : ratios.reduce((total, value) => total + value, 0) / ratios.length;
}

/** The first few stocks by name, and how many there are besides. */
function listed(stocks, most = 8) {
    const names = stocks.map((stock) => stock.ticker).sort();
    return names.slice(0, most).join(", ")
        + (names.length > most ? ` and ${count(names.length - most)} more` : "");
}
