// The sets of a sweep as a picture of two of their inputs, which colours while it runs; a choice of
// the inputs, of the figure and of what becomes of the other inputs; and the same as a table.

import { element, setText, show } from "../element.js";
import { count, words } from "../format.js";
import { FIGURES, figureNamed, valueText } from "./figures.js";
import { HeatmapCanvas } from "./heatmap-canvas.js";
import { cellsOf, inputsByValues, valuesOf } from "./heatmap-cells.js";
import { scaleOf } from "./heatmap-colours.js";

export class HeatmapPanel {
    #sweep = null;
    #inputs = [];
    #offered = "";
    #wasFixed = false;
    #plane = null;
    #legend = element("p", { class: "muted note" });
    #readout = element("p", { class: "readout" });
    /** What the keys read, for those who hear it. */
    #spoken = element("p", { class: "unseen", role: "status" });
    #x = this.#choice("Across");
    #y = this.#choice("Up");
    #figure = this.#choice("Figure", FIGURES.map(({ name, title }) => [name, title]));
    #how = this.#choice("Other inputs", [
        ["best", "Best of the others"], ["mean", "Mean of the others"], ["fixed", "Others fixed…"]]);
    #fixed = element("div", { class: "fixed-inputs", hidden: true });
    #fixedChoices = new Map();
    #table = element("div", { class: "table-frame short", tabindex: 0, role: "region",
        "aria-label": "Heatmap as a table" });
    #details = element("details", { class: "sector-details", on: { toggle: () => this.#fillTable() } },
        element("summary", {}, "The same in numbers"), this.#table);

    /** `onOpen` is called with the set that is chosen. */
    constructor({ onOpen }) {
        this.canvas = new HeatmapCanvas({ onPlace: () => this.#tellPlace(), onOpen });
        this.canvas.frame.canvas.addEventListener("keyup", () =>
            setText(this.#spoken, this.#readout.textContent));
        this.root = element("section", { class: "card chart heat", "aria-labelledby": "heat-title" },
            element("div", { class: "card-head" },
                element("h2", { id: "heat-title" }, "Sets"), this.#legend),
            element("div", { class: "heat-choices" },
                [this.#figure, this.#x, this.#y, this.#how].map((select) => select.parentElement)),
            this.#fixed, this.#readout, this.canvas.frame.canvas, this.#spoken, this.#details);
    }

    show(sweep) {
        const isThere = sweep.columns.some((column) => column.length > 0);
        show(this.root, isThere);
        if (!isThere) return;
        this.#sweep = sweep;
        const offered = `${sweep.inputs.join()} ${sweep.listed}`;
        if (offered !== this.#offered) this.#offer(sweep);
        this.#offered = offered;
        this.#layOut();
    }

    close() {
        this.canvas.close();
    }

    #choice(label, options = []) {
        const select = element("select", { on: { change: () => this.#layOut() } });
        element("label", {}, element("span", {}, label), select);
        fillChoice(select, options);
        return select;
    }

    #offer(sweep) {
        this.#inputs = sweep.inputs;
        const [first, second] = inputsByValues(sweep);
        const options = sweep.inputs.map((name, input) => [input, words(name)]);
        // What the strategy names first goes across.
        const pair = [first, second].filter((input) => input !== undefined).sort((a, b) => a - b);
        fillChoice(this.#x, options, pair[0]);
        fillChoice(this.#y, options, pair[1]);
        this.#figure.value = figureNamed(sweep.terms.objective).name;
        show(this.#y.parentElement, options.length > 1);
        show(this.#x.parentElement, options.length > 1);
        show(this.#how.parentElement, options.length > 2);
        this.#fixedChoices.clear();
        sweep.inputs.forEach((name, input) => {
            const select = this.#choice(words(name),
                valuesOf(sweep, input).map((value) => [value, valueText(value)]));
            this.#fixedChoices.set(input, select);
        });
        this.#fixed.replaceChildren(
            ...[...this.#fixedChoices.values()].map((select) => select.parentElement));
    }

    #layOut() {
        const sweep = this.#sweep;
        if (!sweep) return;
        const x = Number(this.#x.value);
        if (sweep.inputs.length > 1 && Number(this.#y.value) === x) {
            this.#y.value = (x + 1) % sweep.inputs.length;
        }
        const y = sweep.inputs.length > 1 ? Number(this.#y.value) : null;
        const how = this.#how.value;
        show(this.#fixed, how === "fixed" && sweep.inputs.length > 2);
        for (const [input, select] of this.#fixedChoices) {
            show(select.parentElement, input !== x && input !== y);
        }
        // One begins at the best set, and looks around.
        if (how === "fixed" && !this.#wasFixed && sweep.best) {
            for (const [input, select] of this.#fixedChoices) {
                select.value = sweep.columns[input][sweep.best.set];
            }
        }
        this.#wasFixed = how === "fixed";
        const fixed = sweep.inputs.map((_, input) => Number(this.#fixedChoices.get(input)?.value));
        const figure = figureNamed(this.#figure.value);
        this.#plane = cellsOf(sweep, { x, y, figure, how, fixed });
        this.canvas.show(this.#plane, figure,
            [sweep.inputs[x], y === null ? "" : sweep.inputs[y]], sweep.best?.set ?? null);
        this.#tellScale(figure);
        this.#tellPlace();
        this.#fillTable();
    }

    #tellScale(figure) {
        const { low, high } = scaleOf(this.#plane.cells.map((cell) => cell.value), figure);
        const of = this.#sweep.valued ? "of the sets’ portfolios"
            : "means of the stocks so far; the portfolios come at the end";
        setText(this.#legend, low === null ? "No figure yet"
            : `${figure.title} ${figure.text(low)} to ${figure.text(high)}, ${of}. `
                + "The frame is the best set.");
    }

    #tellPlace() {
        const { place } = this.canvas;
        const cell = place === null ? null : this.#plane?.cells[place];
        setText(this.#readout, cell ? this.#textOf(cell, place) : "");
    }

    #textOf(cell, place) {
        const { across, down } = this.#plane;
        const columns = across.labels.length;
        const names = [[this.#x, across.labels[place % columns]]];
        if (down.labels[0] !== "") names.push([this.#y, down.labels[Math.floor(place / columns)]]);
        const where = names.map(([select, label]) =>
            `${words(this.#inputs[Number(select.value)]).toLowerCase()} ${label}`).join(", ");
        if (cell.set === null) return `${where}: no set`;
        const figure = figureNamed(this.#figure.value);
        const number = figure.text(cell.value);
        return `${where}: ${figure.title} ${number}` + (cell.count > 1
            ? `, ${this.#how.value === "mean" ? "the mean" : "the best"} of ${count(cell.count)} sets`
            : "");
    }

    #fillTable() {
        if (!this.#details.open || !this.#plane) return;
        const { across, down, cells } = this.#plane;
        const columns = across.labels.length;
        const figure = figureNamed(this.#figure.value);
        const rows = down.labels.map((label, row) => element("tr", {},
            element("th", { scope: "row" }, label || figure.title),
            across.labels.map((_, column) => element("td", { class: "number" },
                figure.text(cells[row * columns + column].value))))).reverse();
        this.#table.replaceChildren(element("table", { class: "plain-table" },
            element("thead", {}, element("tr", {},
                element("td", {}), across.labels.map((label) =>
                    element("th", { scope: "col", class: "number" }, label)))),
            element("tbody", {}, rows)));
    }
}

function fillChoice(select, options, chosen) {
    select.replaceChildren(...options.map(([value, title]) => element("option", { value }, title)));
    if (chosen !== undefined) select.value = chosen;
}
