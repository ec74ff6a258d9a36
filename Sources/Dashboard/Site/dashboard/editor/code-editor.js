// A field for the text of a strategy: a plain text area, whose letters are drawn beneath it in
// colours. Undo, selection and the keys of the system are the browser's own.

import { element } from "../element.js";
import { CodeLines, unitsBefore } from "./code-lines.js";

const INDENT = "    ";

export class CodeEditor {
    #lines = new CodeLines();
    #area;
    #onCaret;
    #onSelect = () => {
        if (document.activeElement === this.#area) this.#onCaret();
    };
    /** What was found wrong, and in which text. */
    #problems = [];
    #checked = [];

    constructor({ describedBy, onInput, onCaret }) {
        this.#onCaret = onCaret;
        this.#area = element("textarea", {
            class: "code-text", "aria-label": "Text of the strategy", wrap: "off", rows: 1,
            "aria-describedby": describedBy, spellcheck: "false", autocapitalize: "off",
            autocomplete: "off", autocorrect: "off", readonly: true, on: {
                input: () => {
                    this.#draw();
                    onInput(this.text);
                },
                keydown: (event) => this.#key(event) } });
        this.#lines.root.setAttribute("aria-hidden", "true");
        this.root = element("div", { class: "code" },
            element("div", { class: "code-stack" }, this.#lines.root, this.#area));
        document.addEventListener("selectionchange", this.#onSelect);
    }

    get text() {
        return this.#area.value;
    }

    /** Puts another text there, to be edited; undo does not bring back what was there before. */
    set text(text) {
        this.#area.readOnly = false;
        this.#area.value = text;
        this.#area.setSelectionRange(0, 0);
        this.#problems = [];
        this.#draw();
    }

    /** The line and the column of the caret, from 1. */
    get caret() {
        const before = this.text.slice(0, this.#area.selectionEnd).split("\n");
        return { line: before.length, column: [...before.at(-1)].length + 1 };
    }

    /** Marks what was found wrong in the present text. */
    showProblems(problems) {
        this.#problems = problems;
        this.#checked = this.text.split("\n");
        const isWrong = problems.some((problem) => problem.severity === "error");
        this.#area.setAttribute("aria-invalid", String(isWrong));
        this.#draw();
    }

    /** Selects a place and shows it. */
    goTo({ line, column = 1, length = 0 }) {
        const lines = this.text.split("\n");
        const text = lines[line - 1] ?? "";
        const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
        this.#area.focus({ preventScroll: true });
        this.#area.setSelectionRange(start + unitsBefore(text, column),
            start + unitsBefore(text, column + length));
        const node = this.#lines.root.children[line - 1];
        node?.scrollIntoView({ block: "nearest" });
        // Letters of one width, a little more than half as wide as they are high.
        const width = parseFloat(getComputedStyle(this.#area).fontSize) * 0.6;
        this.root.scrollLeft = Math.max(0, (column + length) * width - this.root.clientWidth / 2);
        this.#onCaret();
    }

    focus() {
        this.#area.focus();
    }

    close() {
        document.removeEventListener("selectionchange", this.#onSelect);
    }

    #draw() {
        const lines = this.text.split("\n");
        // A line that was changed since is no longer known to be wrong.
        this.#lines.show(this.text, this.#problems.filter(({ line }) =>
            lines[line - 1] === this.#checked[line - 1]));
    }

    /** Tab leaves the field, as everywhere on the page; Ctrl with a bracket moves the lines. */
    #key(event) {
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
        if (event.key !== "]" && event.key !== "[") return;
        event.preventDefault();
        this.#indent(event.key === "]");
    }

    #indent(isMore) {
        const { selectionStart, selectionEnd } = this.#area;
        const from = this.text.lastIndexOf("\n", selectionStart - 1) + 1;
        const end = this.text.indexOf("\n", Math.max(from, selectionEnd - 1));
        const to = end < 0 ? this.text.length : end;
        const before = this.text.slice(from, to);
        const after = before.split("\n").map((line) => (isMore
            ? line && INDENT + line : line.replace(/^ {1,4}|^\t/, ""))).join("\n");
        if (after === before) return;
        const shift = after.length - before.length;
        this.#area.setSelectionRange(from, to);
        // The only way that undo knows of.
        document.execCommand("insertText", false, after);
        if (selectionStart === selectionEnd) {
            const place = Math.max(from, selectionStart + shift);
            this.#area.setSelectionRange(place, place);
        } else {
            this.#area.setSelectionRange(from, from + after.length);
        }
    }
}
