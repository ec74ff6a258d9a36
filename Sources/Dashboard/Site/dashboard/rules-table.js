// The rules of a strategy with how often each was true and how many orders it gave.

import { element } from "./element.js";
import { count, NOTHING } from "./format.js";

/** The file's own sentence at the end of a statement. */
const SENTENCE = /\s*"(?:\\.|[^"\\])*"$/;

/** A table of rules; with `onLine`, their lines are buttons that call it. */
export function rulesTable(rules, { onLine = null } = {}) {
    const titles = [
        ["Line", "number"], ["Rule", ""], ["Bars true", "number"], ["Orders", "number"]];
    return element("div", { class: "table-frame" },
        element("table", { class: "plain-table rules-table" },
            element("thead", {}, element("tr", {}, titles.map(([title, className]) =>
                element("th", { scope: "col", class: className || null }, title)))),
            element("tbody", {}, rules.map((rule) => row(rule, onLine)))));
}

function row({ line, statement, sentence, bars_true: bars, orders }, onLine) {
    const number = onLine
        ? element("button", { class: "link", "aria-label": `Go to line ${line}`,
            on: { click: () => onLine(line) } }, String(line))
        : String(line);
    const isIdle = bars === 0;
    const rule = (statement ?? "").replace(SENTENCE, "");
    return element("tr", { class: isIdle ? "idle" : null },
        element("td", { class: "number" }, number),
        element("th", { scope: "row" }, sentence, !rule || rule === sentence ? null
            : element("div", { class: "sub" }, element("code", {}, rule))),
        [bars, orders].map((value) => element("td", { class: "number" },
            value === null || value === undefined ? NOTHING : count(value))));
}

/** What a run warns of, as notices. */
export function warningNotes(warnings) {
    return warnings.length === 0 ? [] : [element("ul", { class: "notice warnings" },
        warnings.map((text) => element("li", {}, text)))];
}

/** A tape's counts of rules, with the statements that its text has on their lines. */
export function withStatements(rules, text) {
    const lines = text.split(/\r?\n/);
    return rules.map((rule) => ({
        ...rule, statement: (lines[rule.line - 1] ?? "").replace(/\s*("[^"]*"\s*)?(\/\/.*)?$/, "") }));
}
