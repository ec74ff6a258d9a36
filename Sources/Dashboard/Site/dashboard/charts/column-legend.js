// The columns of a chart by name and colour, with their values where the cursor is; each can be
// shown or not.

import { drawing, element, setText } from "../element.js";
import { valueText } from "./column-set.js";

export class ColumnLegend {
    #set;
    #values = new Map();

    constructor(set, onChange) {
        this.#set = set;
        this.root = element("div", { class: "column-legend", role: "group",
            "aria-label": "Columns of the strategy" }, set.groups.map((group) => {
            const value = element("span", { class: "column-value" });
            this.#values.set(group, value);
            return element("button", {
                class: "column-key", "aria-pressed": String(group.isShown), on: {
                    click: (event) => {
                        group.isShown = !group.isShown;
                        event.currentTarget.setAttribute("aria-pressed", String(group.isShown));
                        onChange();
                    } } }, group.lines.map((line) => swatch(line, group.place)), group.name, value);
        }));
        this.root.hidden = set.groups.length === 0;
    }

    /** Shows the values of a bar. */
    show(index) {
        for (const group of this.#set.groups) {
            setText(this.#values.get(group), valueText(group, index));
        }
    }
}

/** A piece of the line, as it is drawn. */
function swatch({ hue, dash }, place) {
    return drawing("svg", { class: `swatch hue-${hue}`, "aria-hidden": "true", viewBox: "0 0 18 8" },
        place === "truth" ? drawing("rect", { x: 0, y: 1, width: 18, height: 6 })
            : drawing("path", { d: "M0 4h18", "stroke-dasharray": dash.join(" ") || null }));
}
