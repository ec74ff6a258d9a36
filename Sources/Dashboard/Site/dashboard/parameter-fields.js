// Fields for the parameters of a strategy, whichever that is.

import { element } from "./element.js";
import { Field } from "./field.js";
import { words } from "./format.js";

export class ParameterFields {
    root = element("div", { class: "field-grid" });
    #fields = new Map();
    #shown = "";

    /** The fields by their pointers. */
    get fields() {
        return this.#fields;
    }

    get values() {
        return Object.fromEntries([...this.#fields].map(([pointer, field]) =>
            [pointer.slice("/parameters/".length), field.number]));
    }

    /** Shows fields for parameters: with the given values, or else with the defaults. */
    show(parameters, values = {}) {
        this.#fields.clear();
        this.#shown = JSON.stringify(parameters);
        this.root.replaceChildren(...parameters.map((parameter) =>
            this.#field(parameter, values[parameter.name] ?? parameter.default)));
    }

    /** Shows other parameters; what was chosen for those that stay as they are is kept. */
    change(parameters) {
        if (JSON.stringify(parameters) === this.#shown) return;
        const before = new Map(this.#shown ? JSON.parse(this.#shown).map((each) =>
            [each.name, each.default]) : []);
        const kept = Object.entries(this.values).filter(([name, value]) => {
            const parameter = parameters.find((each) => each.name === name);
            return parameter && parameter.default === before.get(name)
                && value >= (parameter.minimum ?? -Infinity)
                && value <= (parameter.maximum ?? Infinity);
        });
        this.show(parameters, Object.fromEntries(kept));
    }

    #field(parameter, value) {
        const { name, type, minimum, maximum, step, summary } = parameter;
        const isSwitch = type === "boolean";
        const control = isSwitch
            ? element("input", { type: "checkbox", checked: Boolean(value) })
            : element("input", {
                type: "number", inputmode: "decimal", value, min: minimum, max: maximum,
                step: type === "integer" ? step : "any" });
        const field = new Field(`/parameters/${name}`, words(name), control,
            isSwitch ? summary : [summary, rangeOf(parameter)].filter(Boolean).join(" "));
        this.#fields.set(`/parameters/${name}`, field);
        return field.root;
    }
}

function rangeOf({ minimum, maximum, default: initial }) {
    const hasRange = minimum !== null && minimum !== undefined;
    const range = hasRange ? `${minimum} to ${maximum}; ${initial} by default.`
        : `${initial} by default.`;
    return range.replaceAll("-", "−");
}
