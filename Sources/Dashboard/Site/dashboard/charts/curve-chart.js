// Values over time with their drawdown beneath, one curve or several, with a cross-hair for
// pointer and keys.

import { drawing, element, setText } from "../element.js";
import { drawdowns, ticks } from "../statistics.js";
import { onWidth } from "./frame.js";

const [HEIGHT, FALL] = [246, 84];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 12, 10, 24];

/** Curves have `name`, `times`, `values` and a class, all over the same times. */
export class CurveChart {
    #svg;
    #readout = element("p", { class: "readout muted" });
    #curves = [];
    #index = null;
    #line = drawing("line", { class: "cross", y1: TOP, y2: HEIGHT + FALL - BOTTOM });
    #dots = [];
    #text;
    #idle = "";
    #width = 0;

    /** `text` makes a value into what is read. */
    constructor({ label, text, axisText }) {
        this.#text = text;
        this.axisText = axisText;
        this.#svg = drawing("svg", {
            height: HEIGHT + FALL, class: "curve", role: "img", tabindex: 0,
            "aria-label": label, "data-keys": "",
            on: {
                pointermove: (event) => this.#point(event), pointerleave: () => this.#choose(null),
                blur: () => this.#choose(null), keydown: (event) => this.#key(event),
            } });
        this.root = element("div", { class: "curve-frame" }, this.#readout, this.#svg);
        onWidth(this.#svg, (width) => {
            this.#width = width;
            this.#draw();
        });
    }

    show(curves, idle = "") {
        this.#curves = curves;
        this.#idle = idle;
        this.#draw();
    }

    #draw() {
        const curves = this.#curves;
        if (curves.length === 0 || this.#width === 0) return;
        const values = curves.flatMap((curve) => curve.values);
        const [low, high] = bounds(values);
        const falls = curves.map((curve) => drawdowns(curve.values));
        const deepest = Math.min(-1, ...falls.map((fall) => bounds(fall)[0]));
        const times = curves[0].times;
        this.x = (index) => LEFT + (index / Math.max(1, times.length - 1)) * (this.#width - LEFT - RIGHT);
        this.y = (value) => HEIGHT - 8 - ((value - low) / (high - low || 1)) * (HEIGHT - TOP - 8);
        const fallY = (value) => HEIGHT + 6 + (value / deepest) * (FALL - BOTTOM - 6);
        this.#dots = curves.map((curve) => drawing("circle", {
            r: 4, class: `dot ${curve.className}`, visibility: "hidden" }));
        this.#svg.replaceChildren(
            ...ticks(low, high, 5).map((tick) => this.#gridLine(this.y(tick), this.axisText(tick))),
            ...ticks(deepest, 0, 2).map((tick) =>
                this.#gridLine(fallY(tick), `${tick.toFixed(0)}%`.replace("-", "−"))),
            ...yearTicks(times, this.#width / 75).map(({ index, text }) => drawing("text", {
                x: this.x(index), y: HEIGHT + FALL - 6, class: "axis" }, text)),
            ...falls.map((fall, which) => drawing("path", {
                d: areaOf(fall, this.x, fallY), class: `fall ${curves[which].className}` })),
            ...curves.map((curve) => drawing("path", {
                d: pathOf(curve.values, this.x, this.y), class: `line ${curve.className}` })),
            this.#line, ...this.#dots);
        this.#choose(null);
    }

    #gridLine(y, text) {
        return drawing("g", {},
            drawing("line", { x1: LEFT, x2: this.#width - RIGHT, y1: y, y2: y, class: "grid" }),
            drawing("text", { x: LEFT - 8, y: y + 4, class: "axis", "text-anchor": "end" }, text));
    }

    #point(event) {
        const box = this.#svg.getBoundingClientRect();
        const x = event.clientX - box.left;
        const last = this.#curves[0].times.length - 1;
        const index = Math.round(((x - LEFT) / (this.#width - LEFT - RIGHT)) * last);
        this.#choose(Math.max(0, Math.min(last, index)));
    }

    #key(event) {
        const last = this.#curves[0].times.length - 1;
        const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -21, PageDown: 21 }[event.key];
        const place = { Home: 0, End: last }[event.key];
        if (step === undefined && place === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        this.#choose(place ?? Math.max(0, Math.min(last, (this.#index ?? last) + step)));
    }

    #choose(index) {
        this.#index = index;
        const isShown = index !== null;
        this.#line.setAttribute("visibility", isShown ? "visible" : "hidden");
        for (const dot of this.#dots) dot.setAttribute("visibility", isShown ? "visible" : "hidden");
        if (!isShown) {
            setText(this.#readout, this.#idle);
            return;
        }
        this.#line.setAttribute("x1", this.x(index));
        this.#line.setAttribute("x2", this.x(index));
        this.#curves.forEach((curve, which) => {
            this.#dots[which].setAttribute("cx", this.x(index));
            this.#dots[which].setAttribute("cy", this.y(curve.values[index]));
        });
        const values = this.#curves.map((curve) => {
            const name = this.#curves.length > 1 ? `${curve.name} ` : "";
            return name + this.#text(curve.values[index], curve);
        });
        setText(this.#readout, `${this.#curves[0].times[index]}: ${values.join(", ")}`);
    }
}

function bounds(values) {
    return values.reduce(([low, high], value) =>
        [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

function pathOf(values, x, y) {
    return values.map((value, index) =>
        `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join("");
}

function areaOf(values, x, y) {
    return `${pathOf(values, x, y)}L${x(values.length - 1).toFixed(1)} ${y(0).toFixed(1)}`
        + `L${x(0).toFixed(1)} ${y(0).toFixed(1)}Z`;
}

/** Where years begin, or months where there are few years. */
export function yearTicks(times, most = 9) {
    const years = Number(times.at(-1).slice(0, 4)) - Number(times[0].slice(0, 4));
    const length = years > 1 ? 4 : 7;
    const all = [];
    for (let index = 1; index < times.length; index += 1) {
        const text = times[index].slice(0, length);
        if (text !== times[index - 1].slice(0, length)) all.push({ index, text });
    }
    const step = Math.ceil(all.length / most);
    return all.filter((_, index) => index % step === 0);
}
