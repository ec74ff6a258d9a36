// One parameter of a sweep in the form: fixed, a range, or a list of values.

import { element, show } from "../element.js";
import { Field } from "../field.js";
import { words } from "../format.js";
import { countOfList, countOfRange, suggestedRange } from "./grid.js";

const HOW = [["fixed", "Fixed"], ["range", "Range"], ["list", "List"]];

export class VariedParameter {
    #parameter;
    #how;
    #single;
    #from;
    #to;
    #step;
    #list;

    constructor(parameter) {
        this.#parameter = parameter;
        const { name, type, default: initial, summary } = parameter;
        const title = words(name);
        const isSwitch = type === "boolean";
        this.#how = element("select", { "aria-label": `${title}: fixed or varied`,
            on: { change: () => this.#arrange() } },
            HOW.filter(([value]) => !isSwitch || value !== "range").map(([value, text]) =>
                element("option", { value }, isSwitch && value === "list" ? "Both" : text)));
        const number = (pointer, label, value) => new Field(pointer, label, element("input", {
            type: "number", inputmode: "decimal", step: "any", value }));
        const pointer = `/sweep/${name}`;
        this.#single = isSwitch
            ? new Field(pointer, title, element("input", { type: "checkbox", checked: Boolean(initial) }))
            : number(pointer, "Value", initial);
        const { from, to, step } = isSwitch ? { from: "", to: "", step: "" } : suggestedRange(parameter);
        this.#from = number(`${pointer}/from`, "From", from);
        this.#to = number(`${pointer}/to`, "To", to);
        this.#step = number(`${pointer}/step`, "Step", step);
        this.#list = new Field(`${pointer}/list`, "Values", element("input", {
            value: isSwitch ? "0,1" : String(initial), inputmode: "text", spellcheck: "false",
            placeholder: "10, 20, 50" }));
        this.root = element("div", { class: "varied", role: "group", "aria-label": title },
            element("div", { class: "varied-head" },
                element("strong", {}, title), this.#how),
            element("div", { class: "varied-values" },
                [this.#single, this.#from, this.#to, this.#step, this.#list].map((field) => field.root)),
            summary ? element("p", { class: "hint" }, [summary, rangeText(parameter)]
                .filter(Boolean).join(" ")) : null);
        this.#arrange();
    }

    get name() {
        return this.#parameter.name;
    }

    get isVaried() {
        return this.#how.value !== "fixed";
    }

    /** The fields that are shown. */
    get fields() {
        return {
            fixed: [this.#single], range: [this.#from, this.#to, this.#step], list: [this.#list],
        }[this.#how.value];
    }

    /** Its value where it is fixed. */
    get number() {
        return this.#single.number;
    }

    /** How many values it takes; null where what is there makes none. */
    get count() {
        const text = (field) => field.control.value;
        return {
            fixed: () => 1, list: () => countOfList(text(this.#list)),
            range: () => countOfRange(text(this.#from), text(this.#to), text(this.#step)),
        }[this.#how.value]();
    }

    /** Its line of the grid. */
    get line() {
        const text = (field) => field.control.value.trim();
        return this.#how.value === "list"
            ? `${this.name}=${text(this.#list).split(",").map((value) => value.trim())
                .filter(Boolean).join(",")}`
            : `${this.name}=${text(this.#from)}..${text(this.#to)}:${text(this.#step)}`;
    }

    fix(value) {
        const { control } = this.#single;
        this.#how.value = "fixed";
        if (control.type === "checkbox") control.checked = Boolean(value); else control.value = value;
        this.#arrange();
    }

    /** Takes the values of a line of a grid, or its own suggestion. */
    vary(line = null) {
        this.#how.value = line?.list === undefined ? "range" : "list";
        if (line?.list !== undefined) {
            this.#list.control.value = line.list;
        } else if (line) {
            this.#from.control.value = line.from;
            this.#to.control.value = line.to;
            this.#step.control.value = line.step ?? this.#parameter.step ?? 1;
        }
        this.#arrange();
    }

    refuse(text) {
        this.fields[0].refuse(text);
        return this.fields[0];
    }

    #arrange() {
        const shown = this.fields;
        for (const field of [this.#single, this.#from, this.#to, this.#step, this.#list]) {
            show(field.root, shown.includes(field)
                && !(this.#parameter.type === "boolean" && field === this.#list));
        }
    }
}

function rangeText({ type, minimum, maximum }) {
    if (type === "boolean" || minimum === null || minimum === undefined) return null;
    return `${minimum} to ${maximum}.`.replaceAll("-", "−");
}
