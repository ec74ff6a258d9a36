// What a check has found: in one line, as a list of places to go to, and what is wrong where the
// caret stands.

import { element, setText, show } from "../element.js";
import { count } from "../format.js";

const many = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;

export class ProblemList {
    #onGoTo;
    #summary = element("p", { class: "check-state", id: "check-state" });
    /** What was found, for those who hear it: not that it is looked for, with every key. */
    #spoken = element("p", { class: "unseen", role: "status" });
    #here = element("p", { class: "check-here", role: "status", id: "check-here" });
    #place = element("span", { class: "muted check-place" });
    #list = element("ol", { class: "problems", "aria-label": "Problems" });
    #problems = [];

    constructor({ onGoTo }) {
        this.#onGoTo = onGoTo;
        this.root = element("div", { class: "check" },
            element("div", { class: "check-head" }, this.#summary, this.#place, this.#spoken),
            this.#here, this.#list);
    }

    /** Shows the state of a check. */
    show(state) {
        setText(this.#summary, summaryOf(state));
        this.#summary.className = `check-state ${toneOf(state)}`;
        // While one types on, what was found last stays.
        if (state.phase === "checking") return;
        setText(this.#spoken, summaryOf(state));
        this.#problems = state.report?.problems ?? [];
        this.#list.replaceChildren(...this.#problems.map((problem) => this.#entry(problem)));
        show(this.#list, this.#problems.length > 0);
    }

    /** Says what is wrong at a place. */
    showCaret({ line, column }) {
        setText(this.#place, `Line ${line}, column ${column}`);
        const ofLine = this.#problems.filter((problem) => problem.line === line);
        const found = ofLine.find((problem) =>
            column >= problem.column && column <= problem.column + problem.length) ?? ofLine[0];
        setText(this.#here, found ? `${words(found)}: ${found.message}` : "");
        show(this.#here, Boolean(found));
    }

    #entry(problem) {
        const { line, column, message } = problem;
        return element("li", { class: problem.severity },
            element("button", { class: "link", on: { click: () => this.#onGoTo(problem) } },
                `${line}:${column}`, element("span", { class: "unseen" }, ` ${words(problem)}`)),
            " ", element("span", {}, message));
    }
}

const words = ({ severity }) => (severity === "warning" ? "Warning" : "Error");

function summaryOf({ phase, report, problem }) {
    if (phase === "checking") return "Checking…";
    if (phase === "failed") return `Not checked: ${problem.message}`;
    const errors = report.problems.filter((each) => each.severity === "error").length;
    const warnings = report.problems.length - errors;
    const found = [errors ? many(errors, "error") : "No errors",
        warnings ? many(warnings, "warning") : null].filter(Boolean).join(", ");
    return found;
}

function toneOf({ phase, report }) {
    if (phase === "failed") return "failed";
    if (phase === "checking") return "checking";
    return report.ok ? "good" : "bad";
}
