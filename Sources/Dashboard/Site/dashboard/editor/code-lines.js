// The lines of a strategy with their numbers, coloured, and with what is wrong underlined.

import { element } from "../element.js";
import { tokensOf } from "./tokens.js";

/** The place in a line of a column; columns count characters of Unicode from 1. */
export function unitsBefore(line, column) {
    return [...line].slice(0, column - 1).join("").length;
}

export class CodeLines {
    root = element("div", { class: "code-lines" });
    /** What each line was made of. */
    #keys = [];

    /** Shows a text; `problems` have a line, a column, a length and a severity. */
    show(text, problems = []) {
        const lines = text.split("\n");
        const byLine = Map.groupBy(problems, (problem) => problem.line);
        lines.forEach((line, index) => {
            const marks = marksOf(line, byLine.get(index + 1) ?? []);
            const key = JSON.stringify([line, marks]);
            if (this.#keys[index] === key) return;
            this.#keys[index] = key;
            const node = lineNode(line, marks);
            const old = this.root.children[index];
            if (old) old.replaceWith(node); else this.root.append(node);
        });
        while (this.root.children.length > lines.length) this.root.lastElementChild.remove();
        this.#keys.length = lines.length;
    }
}

function marksOf(line, problems) {
    return problems.map(({ column, length, severity }) => ({
        from: unitsBefore(line, column), to: unitsBefore(line, column + length), severity }));
}

function lineNode(line, marks) {
    const isBad = marks.some((mark) => mark.severity === "error");
    const worst = marks.length === 0 ? null : isBad ? "error" : "warning";
    const node = element("div", { class: `code-line ${worst ?? ""}`.trim() });
    let start = 0;
    for (const { kind, text } of tokensOf(line)) {
        for (const part of cut(start, start + text.length, marks)) {
            const mark = marks.find((each) => each.from < part.to && each.to > part.from);
            node.append(span(line.slice(part.from, part.to), kind, mark));
        }
        start += text.length;
    }
    // What is missing at the end of a line is underlined behind it.
    const last = marks.find((each) => each.from >= line.length);
    if (last) node.append(span(" ", "blank", last));
    return node;
}

/** A part of a line, cut where marks begin and end. */
function cut(from, to, marks) {
    const places = [from, to, ...marks.flatMap((mark) => [mark.from, mark.to])]
        .filter((place) => place >= from && place <= to);
    const sorted = [...new Set(places)].sort((a, b) => a - b);
    return sorted.slice(1).map((end, index) => ({ from: sorted[index], to: end }));
}

function span(text, kind, mark) {
    if (!mark && ["blank", "name", "sign", "other"].includes(kind)) return text;
    return element("span", { class: `code-${kind}${mark ? ` code-mark ${mark.severity}` : ""}` },
        text);
}
