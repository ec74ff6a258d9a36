// What a text says: its rules in words, its columns, what it needs and what it costs.

import { element, show } from "../element.js";
import { count, words } from "../format.js";

export class StrategyFacts {
    #onGoTo;
    #content = element("div", { class: "stack" });
    #outdated = element("p", { class: "sub", hidden: true }, "Of the last text without errors.");
    #shown = null;

    constructor({ onGoTo }) {
        this.#onGoTo = onGoTo;
        this.root = element("section", { class: "card facts-card", "aria-label": "What it says",
            hidden: true }, this.#outdated, this.#content);
    }

    /** Shows what a check has found; one of a text with errors leaves what was there before. */
    show(report) {
        show(this.#outdated, !report.ok);
        if (!report.ok) return;
        const key = JSON.stringify([
            report.title, report.about, report.rules, report.columns, report.requirements,
            report.bars_needed, report.cost]);
        if (key === this.#shown) return;
        this.#shown = key;
        show(this.root, true);
        this.#content.replaceChildren(
            element("h2", {}, report.title),
            ...(report.about ? [element("p", { class: "muted" }, report.about)] : []),
            this.#rules(report.rules), ...this.#requirements(report.requirements ?? []),
            ...this.#columns(report.columns),
            element("p", { class: "muted" }, needs(report)));
    }

    #line(line) {
        return element("button", {
            class: "link", "aria-label": `Go to line ${line}`,
            on: { click: () => this.#onGoTo({ line }) } }, String(line));
    }

    #rules(rules) {
        return element("section", {}, element("h3", {}, "Rules"),
            rules.length === 0 ? element("p", { class: "muted" }, "None yet.")
                : element("ol", { class: "plain-list" }, rules.map((rule) => element("li", {},
                    this.#line(rule.line), " ", rule.sentence))));
    }

    #requirements(requirements) {
        if (requirements.length === 0) return [];
        return [element("section", {}, element("h3", {}, "Its inputs must meet"),
            element("ul", { class: "plain-list" }, requirements.map((each) => element("li", {},
                this.#line(each.line), " ", element("code", {}, each.condition),
                each.reason ? ` ${each.reason}` : ""))))];
    }

    #columns(columns) {
        if (columns.length === 0) return [];
        return [element("details", {}, element("summary", {}, `Columns: ${count(columns.length)}`),
            element("div", { class: "table-frame" }, element("table", { class: "plain-table" },
                element("thead", {}, element("tr", {}, ["Name", "Kind", "From bar", "Line"]
                    .map((title) => element("th", { scope: "col" }, title)))),
                element("tbody", {}, columns.map((column) => element("tr", {},
                    element("th", { scope: "row" }, element("code", {}, column.name)),
                    element("td", {}, kindOf(column)),
                    element("td", { class: "number" }, String(column.first_index ?? 0)),
                    element("td", { class: "number" }, this.#line(column.line))))))))];
    }
}

function kindOf({ kind, lines, is_state: isState }) {
    const name = lines?.length ? lines.join(", ") : words(kind);
    return isState ? `State, ${name.toLowerCase()}` : name;
}

function needs({ bars_needed: bars, cost }) {
    const parts = [`Needs ${count(bars)} bars.`];
    if (cost) {
        parts.push(`Costs ${count(cost.columns)} columns a bar`
            + (cost.position_columns ? `, ${count(cost.position_columns)} of the position.` : "."));
    }
    return parts.join(" ");
}
