// How the returns of the stocks are spread. A bar filters the table to its stocks.

import { drawing, element, setText, show } from "../element.js";
import { change, count } from "../format.js";
import { bins, distribution, ticks } from "../statistics.js";
import { onWidth } from "./frame.js";

const HEIGHT = 330;
const [LEFT, RIGHT, TOP, BOTTOM] = [34, 10, 18, 26];

export class Histogram {
    #svg = drawing("svg", { height: HEIGHT, class: "histogram", role: "group",
        "aria-label": "Histogram of returns" });
    #note = element("p", { class: "muted note" });
    #onRange;
    #stocks = [];
    #width = 0;

    constructor({ onRange }) {
        this.#onRange = onRange;
        this.root = element("section", { class: "card chart", "aria-label": "Returns" },
            element("div", { class: "card-head" }, element("h2", {}, "Returns"), this.#note),
            this.#svg);
        onWidth(this.#svg, (width) => {
            this.#width = width;
            this.#draw();
        });
    }

    show(stocks) {
        show(this.root, stocks.length > 0);
        this.#stocks = stocks;
        this.#draw();
    }

    #draw() {
        if (this.#stocks.length === 0 || this.#width === 0) return;
        const stocks = this.#stocks;
        const values = stocks.map((stock) => stock.return_pct);
        const all = bins(values, this.#width < 380 ? 16 : 28);
        const { median } = distribution(values);
        setText(this.#note, `Median ${change(median, 1)}`);
        const [low, high] = [all[0].from, all.at(-1).to];
        const most = Math.max(...all.map((bin) => bin.count));
        const x = (value) => LEFT + ((value - low) / (high - low)) * (this.#width - LEFT - RIGHT);
        const y = (number) => HEIGHT - BOTTOM - (number / most) * (HEIGHT - TOP - BOTTOM);
        this.#svg.replaceChildren(
            ...ticks(0, most, 4).filter(Number.isInteger).map((tick) => this.#axisLine(y(tick), tick)),
            ...ticks(low, high, this.#width / 70).map((tick) => drawing("text", {
                x: x(tick), y: HEIGHT - 8, class: "axis", "text-anchor": "middle" },
                change(tick, 0))),
            ...all.filter((bin) => bin.count > 0).map((bin) => this.#bar(bin, x, y)),
            drawing("line", { x1: x(0), x2: x(0), y1: TOP - 8, y2: HEIGHT - BOTTOM, class: "zero" }),
            drawing("line", { x1: x(median), x2: x(median), y1: TOP - 8, y2: HEIGHT - BOTTOM,
                class: "median" }));
    }

    #axisLine(y, tick) {
        return drawing("g", {},
            drawing("line", { x1: LEFT, x2: this.#width - RIGHT, y1: y, y2: y, class: "grid" }),
            drawing("text", { x: LEFT - 6, y: y + 4, class: "axis", "text-anchor": "end" },
                count(tick)));
    }

    #bar(bin, x, y) {
        const text = rangeText(bin);
        const tone = bin.from >= 0 ? "gain" : bin.to <= 0 ? "loss" : "even";
        const choose = () => this.#onRange({
            from: bin.isOpenBelow ? -Infinity : bin.from,
            to: bin.isOpenAbove ? Infinity : bin.to, text });
        const label = `${text}: ${count(bin.count)} stocks`;
        return drawing("rect", {
            x: x(bin.from) + 0.75, width: Math.max(1, x(bin.to) - x(bin.from) - 1.5),
            y: y(bin.count), height: HEIGHT - BOTTOM - y(bin.count), rx: 2, class: `bin ${tone}`,
            tabindex: 0, role: "button", "aria-label": `${label}; show them`,
            on: {
                click: choose,
                keydown: (event) => {
                    if (event.key === "Enter" || event.key === " ") {
                        event.preventDefault();
                        choose();
                    }
                },
            } }, drawing("title", {}, label));
    }
}

function rangeText(bin) {
    if (bin.isOpenBelow) return `below ${change(bin.to, 0)}`;
    if (bin.isOpenAbove) return `${change(bin.from, 0)} and more`;
    return `${change(bin.from, 0)} to ${change(bin.to, 0)}`;
}
