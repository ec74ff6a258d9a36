// All sets of a sweep as a table: sorted by any input or figure, filtered, opened.

import { element, setText } from "../element.js";
import { parseFilter } from "../filter.js";
import { count, tone, words } from "../format.js";
import { VirtualTable } from "../virtual-table.js";
import { FIGURES, figureNamed, valueText } from "./figures.js";

const KEY_DIGITS = 9;

export class SetsTable {
    #onOpen;
    #inputs = null;
    #rows = [];
    #summary = element("span", { class: "muted", role: "status" });
    #filter = element("input", {
        type: "search", "aria-label": "Filter sets", spellcheck: "false",
        on: { input: () => this.#apply() } });
    table = null;

    constructor({ onOpen }) {
        this.#onOpen = onOpen;
        this.root = element("section", { class: "card sets", "aria-labelledby": "sets-title" },
            element("div", { class: "card-head" },
                element("h2", { id: "sets-title" }, "All sets"), this.#summary,
                element("div", { class: "tools" }, this.#filter)));
    }

    get filter() {
        return this.#filter;
    }

    show(sweep) {
        const listed = sweep.listed;
        if (listed === 0) return;
        if (this.#inputs !== sweep.inputs.join()) this.#make(sweep);
        this.#rows = Array.from({ length: listed }, (_, set) => ({ set, sweep }));
        this.#apply();
    }

    select(set) {
        if (set !== null) this.table?.select(String(set).padStart(KEY_DIGITS, "0"));
    }

    #make(sweep) {
        this.#inputs = sweep.inputs.join();
        this.table?.root.remove();
        const objective = figureNamed(sweep.terms.objective);
        const columns = columnsOf(sweep, objective);
        this.#filter.placeholder = [...sweep.inputs.slice(0, 1).filter(isWord).map((name) =>
            `${name}=20`), "sharpe>0.5", "trades>100"].join(", ");
        this.table = new VirtualTable({
            columns, label: "Sets of parameters", selectedID: "selected-set",
            key: ({ set }) => String(set).padStart(KEY_DIGITS, "0"),
            sort: { name: objective.name, isDescending: !objective.isLessBetter },
            onOpen: ({ set }) => this.#onOpen(set) });
        // So many columns as there are inputs: the table scrolls sideways in its frame.
        this.table.root.querySelector("table").style.minWidth = `${columns.length * 98}px`;
        this.root.append(this.table.root);
    }

    #apply() {
        if (!this.table) return;
        const { sweep } = this.#rows[0] ?? {};
        const figures = {
            set: ({ set }) => set,
            ...Object.fromEntries((sweep?.inputs ?? []).map((name, input) =>
                [name.toLowerCase(), ({ set }) => sweep.columns[input][set]])),
            ...Object.fromEntries(Object.entries(FILTERED).map(([word, name]) =>
                [word, ({ set }) => sweep.figure(name, set)])),
        };
        const hasWord = ({ set }, word) => String(set) === word;
        const tests = parseFilter(this.#filter.value, figures, hasWord);
        const found = this.#rows.filter((row) => tests.every((test) => test(row)));
        setText(this.#summary, found.length === this.#rows.length ? count(found.length)
            : `${count(found.length)} of ${count(this.#rows.length)}`);
        this.table.show(found);
    }
}

/** Words of the filter, and the figures that they mean. */
const FILTERED = {
    sharpe: "sharpe_ratio", return: "return_pct", drawdown: "max_drawdown", trades: "trades",
    exposure: "exposure_pct", gained: "gained_pct", median: "median_return_pct",
    excess: "excess_return_pct", neighbours: "neighbours",
};

const isWord = (name) => /^[a-z]+$/.test(name);

function columnsOf(sweep, objective) {
    const figure = ({ name, title, column = title, hint, text, isSigned }) => ({
        name, title: column, hint, isNumber: true, value: ({ set, sweep: of }) => of.figure(name, set),
        cell: ({ set, sweep: of }, cell) => {
            const value = of.figure(name, set);
            cell.textContent = text(value);
            if (isSigned && value !== null) cell.classList.add(tone(value));
        },
    });
    return [
        { name: "set", title: "Set", hint: "Its place, from 0", isNumber: true,
            value: ({ set }) => set,
            cell: ({ set }, cell) => { cell.textContent = count(set); } },
        ...sweep.inputs.map((name, input) => ({
            name: `input-${name}`, title: words(name), isNumber: true,
            hint: `The input ${name}`, value: ({ set, sweep: of }) => of.columns[input][set],
            cell: ({ set, sweep: of }, cell) => {
                cell.textContent = valueText(of.columns[input][set]);
            } })),
        ...[objective, ...FIGURES.filter((each) => each !== objective)].map(figure),
        figure({ ...objective, name: "neighbours", column: "Neighbours",
            hint: "The mean objective of the sets around it" }),
    ];
}
