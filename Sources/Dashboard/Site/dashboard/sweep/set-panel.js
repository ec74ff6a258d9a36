// One set of a sweep, that which is chosen or else the best: its parameters, its figures, and a
// scan with it.

import { element, setText, show } from "../element.js";
import { count, NOTHING, setting, tone } from "../format.js";
import { FIGURES, figureNamed } from "./figures.js";

export class SetPanel {
    #title = element("h2", { id: "set-title" }, NOTHING);
    #note = element("p", { class: "muted note" });
    #parameters = element("p", { class: "set-parameters" });
    #figures = element("dl", { class: "figures" });
    #scan;
    #best;
    #problem = element("p", { class: "notice bad", role: "alert", hidden: true });
    #values = new Map();
    #state = null;
    #chosen = null;

    /** `onScan` starts a scan with the parameters of a set; `onChoose` is called with null. */
    constructor({ chosen, onScan, onChoose }) {
        this.#chosen = chosen;
        this.#scan = element("button", { class: "primary", on: { click: () => this.#start(onScan) } },
            "Scan with this set");
        this.#best = element("button", { hidden: true, on: { click: () => onChoose(null) } },
            "Show the best");
        for (const { name, title, hint } of [...FIGURES, {
            name: "neighbours", title: "Neighbours", hint: "The mean objective of the sets around it" }]) {
            const value = element("dd", {}, NOTHING);
            this.#values.set(name, value);
            this.#figures.append(element("div", { title: hint }, element("dt", {}, title), value));
        }
        this.root = element("section", { class: "card set", "aria-labelledby": "set-title" },
            element("div", { class: "card-head" }, this.#title, this.#note,
                element("div", { class: "tools" }, this.#best, this.#scan)),
            this.#parameters, this.#figures, this.#problem);
    }

    /** Shows a set from now on; null for the best. */
    choose(set) {
        this.#chosen = set;
        show(this.#problem, false);
        if (this.#state) this.show(this.#state);
    }

    show(state) {
        this.#state = state;
        const { sweep } = state;
        const set = this.#set;
        show(this.root, set !== null);
        if (set === null) return;
        const isBest = set === sweep.best?.set;
        const name = state.phase === "completed" ? "The best set" : "The best set so far";
        setText(this.#title, isBest ? name : `Set ${count(set)}`);
        const stocks = sweep.valued ? `${count(sweep.valuedStocks)} stocks`
            : `means of ${count(sweep.countOf(set))} of ${count(sweep.stocks)} stocks`;
        setText(this.#note, isBest ? `Set ${count(set)} of ${count(sweep.sets)}, ${stocks}` : stocks);
        setText(this.#parameters, Object.entries(sweep.parametersOf(set))
            .map(([input, value]) => setting(input, value)).join(" · "));
        show(this.#best, this.#chosen !== null && !isBest);
        this.#scan.setAttribute("aria-label", `Scan with set ${set}`);
        for (const { name: figure, text, isSigned } of FIGURES) {
            this.#fill(figure, sweep.figure(figure, set), text, isSigned);
        }
        const objective = figureNamed(sweep.terms.objective);
        this.#fill("neighbours", sweep.figure("neighbours", set), objective.text, objective.isSigned);
    }

    get #set() {
        const { sweep } = this.#state;
        const isThere = this.#chosen !== null && this.#chosen < sweep.listed;
        return isThere ? this.#chosen : sweep.best?.set ?? null;
    }

    #fill(name, value, text, isSigned) {
        const node = this.#values.get(name);
        setText(node, text(value));
        node.className = isSigned && value !== null ? tone(value) : "";
    }

    async #start(onScan) {
        const set = this.#set;
        if (set === null) return;
        this.#scan.disabled = true;
        show(this.#problem, false);
        try {
            await onScan(set);
        } catch (problem) {
            setText(this.#problem, problem.message);
            show(this.#problem, true);
        } finally {
            this.#scan.disabled = false;
        }
    }
}
