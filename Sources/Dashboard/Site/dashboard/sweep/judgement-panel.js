// What is thought of the best set of a sweep: the verdict, why, and the figures behind it.

import { element, setText, show } from "../element.js";
import { change, count, percent, ratio, tone } from "../format.js";
import { figureNamed } from "./figures.js";

const VERDICTS = {
    none: "No verdict", luck: "Luck explains it", doubtful: "Doubtful", edge: "More than luck",
};

export class JudgementPanel {
    #verdict = element("span", { class: "verdict-word" });
    #sentences = element("ul", { class: "sentences" });
    #figures = element("dl", { class: "figures" });
    #shown = null;

    constructor() {
        this.root = element("section", { class: "card judgement", hidden: true,
            "aria-labelledby": "judgement-title" },
            element("div", { class: "card-head" },
                element("h2", { id: "judgement-title" }, "Is the best set luck?"), this.#verdict),
            this.#sentences, this.#figures);
    }

    show(sweep) {
        const { judged } = sweep;
        show(this.root, judged !== null);
        if (judged === null || judged === this.#shown) return;
        this.#shown = judged;
        setText(this.#verdict, VERDICTS[judged.verdict] ?? judged.verdict);
        this.#verdict.className = `verdict-word ${judged.verdict}`;
        this.#sentences.replaceChildren(...judged.sentences.map((text) => element("li", {}, text)));
        this.#figures.replaceChildren(...tilesOf(sweep).map(([name, text, hint, className = ""]) =>
            element("div", { title: hint }, element("dt", {}, name),
                element("dd", { class: className }, text))));
    }
}

function tilesOf({ judged, terms, sets, benchmark }) {
    const objective = figureNamed(terms.objective);
    const probability = (value) => percent(value === null ? null : value * 100);
    return [
        [`Best by ${objective.title}`, objective.text(judged.objective),
            "The objective of the best set"],
        ["Its neighbours", objective.text(judged.neighbours),
            "The mean objective of the sets around it; a peak on a cliff has much poorer ones"],
        ["Sharpe", ratio(judged.sharpe_ratio), "The Sharpe ratio of the best set, of a year"],
        [`Luck of ${ratio(judged.effective_sets, 1)} sets`, ratio(judged.lucky_sharpe_effective),
            `The Sharpe ratio that the best of ${ratio(judged.effective_sets, 1)} independent sets `
                + "without any skill is expected to have"],
        [`Luck of ${count(sets)}`, ratio(judged.lucky_sharpe),
            "If all sets were independent of each other"],
        ["Deflated Sharpe", probability(judged.deflated_sharpe_effective),
            "The probability that the true Sharpe ratio is above what luck alone gives, by the effective "
                + "number of sets; the verdict goes by it"],
        [`Deflated, of ${count(sets)}`, probability(judged.deflated_sharpe),
            "If all sets were independent of each other"],
        ["Overfitting", probability(judged.overfitting),
            "The probability that the set which is best in one half of the time is below the middle in "
                + "the other"],
        ["Effective sets", ratio(judged.effective_sets, 1),
            "How many independent trials the sets amount to"],
        ["Correlation", ratio(judged.correlation), "The mean correlation of the sets’ returns"],
        ["Skewness", ratio(judged.skewness), "Of the best set’s returns"],
        ["Kurtosis", ratio(judged.kurtosis), "Of the best set’s returns; 3 of a normal distribution"],
        ["Periods", count(judged.periods), "How many returns there are, such as days"],
        ["Holding", change(benchmark?.return_pct), "What holding the stocks, or the benchmark, made",
            tone(benchmark?.return_pct)],
        ["Sharpe of holding", ratio(benchmark?.sharpe_ratio), "Of a year"],
    ];
}
