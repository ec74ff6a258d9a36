// The fields of a sweep: which parameters are varied and how, what their sets must meet, and how
// the best one is found; and how many sets and trials that makes, before anything starts.

import { element, setText } from "../element.js";
import { Field } from "../field.js";
import { count } from "../format.js";
import { FIGURES } from "./figures.js";
import { parsedLine } from "./grid.js";
import { VariedParameter } from "./varied-parameter.js";

export class SweepFields {
    #parameters = [];
    #list = element("div", { class: "stack" });
    #fields = new Map();
    #sum = element("p", { class: "sweep-sum", role: "status" });
    #stocks = null;
    #shown = "";

    constructor() {
        const whole = (placeholder) => element("input", {
            type: "number", inputmode: "numeric", min: 0, step: 1, placeholder });
        const objective = element("select", {}, FIGURES.map(({ name, title }) =>
            element("option", { value: name }, title)));
        this.root = element("fieldset", { hidden: true, on: {
            input: () => this.#tellSum(), change: () => this.#tellSum() } },
            element("legend", {}, "Parameters to try"), this.#list,
            this.#field("/where", "Only sets where", element("textarea", {
                rows: 2, spellcheck: "false", placeholder: "fast < slow" }),
                "A condition over the parameters a line; empty: all sets"),
            this.#field("/objective", "Best by", objective),
            element("details", {}, element("summary", {}, "Random sets, walk-forward"),
                element("div", { class: "field-grid" },
                    this.#field("/random", "Sets drawn at random", whole("all")),
                    this.#field("/seed", "Seed", whole("1"), "The same seed draws the same sets"),
                    this.#field("/walk_forward", "Walk-forward", element("input", {
                        placeholder: "2y/6m", spellcheck: "false" }),
                        "Choose in the first window, measure in the next"))),
            this.#sum);
    }

    /** All fields that are shown, for faults to be taken back and empty numbers to be found. */
    get fields() {
        return [...this.#parameters.flatMap((parameter) => parameter.fields),
            ...this.#fields.values()];
    }

    /** Fields that need a number. */
    get needed() {
        return this.#parameters.flatMap((parameter) => parameter.fields);
    }

    /** Shows parameters of a strategy; without a request's grid the first two are varied. */
    show(parameters, { grid = null, values = {} } = {}) {
        const shown = JSON.stringify(parameters);
        if (shown === this.#shown && grid === null) return;
        this.#shown = shown;
        this.#parameters = parameters.map((parameter) => new VariedParameter(parameter));
        const lines = grid?.map(parsedLine).filter(Boolean) ?? null;
        let suggested = 0;
        this.#parameters.forEach((varied, index) => {
            const { name, type } = parameters[index];
            const line = lines?.find((each) => each.name === name);
            if (line) varied.vary(line);
            else if (values[name] !== undefined) varied.fix(values[name]);
            else if (lines === null && type !== "boolean" && suggested < 2) {
                suggested += 1;
                varied.vary();
            }
        });
        this.#list.replaceChildren(...this.#parameters.map((varied) => varied.root));
        this.#tellSum();
    }

    /** Puts the terms of a request into the fields. */
    fillIn({ where = [], objective = "sharpe_ratio", random, seed, walk_forward: walkForward }) {
        const put = (name, value) => { this.#fields.get(name).control.value = value ?? ""; };
        put("/where", where.join("\n"));
        put("/objective", objective);
        put("/random", random);
        put("/seed", seed);
        put("/walk_forward", walkForward);
        this.#tellSum();
    }

    /** Says on how many stocks the sets are tried; null where only the service knows. */
    setStocks(stocks) {
        this.#stocks = stocks;
        this.#tellSum();
    }

    /** What the fields tell of a sweep, the parameters that are not varied among it. */
    get values() {
        const text = (name) => this.#fields.get(name).control.value.trim();
        const number = (name) => (text(name) === "" ? {} : { [name.slice(1)]: Number(text(name)) });
        const where = text("/where").split("\n").map((line) => line.trim()).filter(Boolean);
        return {
            parameters: Object.fromEntries(this.#parameters.filter((each) => !each.isVaried)
                .map((each) => [each.name, each.number])),
            grid: this.#varied.map((each) => each.line),
            ...(where.length ? { where } : {}),
            objective: text("/objective"), ...number("/random"), ...number("/seed"),
            ...(text("/walk_forward") ? { walk_forward: text("/walk_forward") } : {}),
        };
    }

    /** Says what is wrong before the service is asked; the first field at fault, or null. */
    refuseWrong() {
        if (this.#varied.length === 0 && this.#parameters.length > 0) {
            return this.#parameters[0].refuse("vary at least one parameter");
        }
        for (const varied of this.#varied) {
            if (varied.count === null) {
                return varied.refuse(varied.fields.length > 1
                    ? "from, to and a step above zero are needed, with to no less than from"
                    : "numbers with commas between them are needed");
            }
        }
        return null;
    }

    /** The field that a pointer of the service means; null where there is none. */
    fieldOf(pointer) {
        const [, name, index] = pointer.split("/");
        const named = this.#parameters.find((each) => name === "parameters" && each.name === index);
        const varied = name === "grid" ? this.#varied[Number(index ?? 0)] : named;
        return varied ? varied.fields[0] : this.#fields.get(`/${name}`) ?? null;
    }

    get #varied() {
        return this.#parameters.filter((each) => each.isVaried);
    }

    #field(pointer, label, control, hint) {
        const field = new Field(pointer, label, control, hint);
        this.#fields.set(pointer, field);
        return field.root;
    }

    #tellSum() {
        const counts = this.#varied.map((each) => each.count);
        if (counts.length === 0 || counts.includes(null)) {
            setText(this.#sum, counts.length === 0 ? "No parameter is varied yet." : "");
            return;
        }
        const whole = counts.reduce((product, each) => product * each, 1);
        const random = Number(this.#fields.get("/random").control.value);
        const sets = random > 0 ? Math.min(whole, random) : whole;
        const atMost = this.#fields.get("/where").control.value.trim() ? "at most " : "";
        const product = counts.length > 1 ? `${counts.map(count).join(" × ")} = ` : "";
        const drawn = sets < whole ? `, ${count(sets)} of them drawn` : "";
        const trials = this.#stocks === null ? "" : ` On ${count(this.#stocks)} stocks: ${atMost}`
            + `${count(sets * this.#stocks)} trials.`;
        setText(this.#sum, `${drawn ? "" : atMost.replace("a", "A")}${product}${count(whole)} `
            + `set${whole === 1 ? "" : "s"}${drawn}.${trials}`);
    }
}
