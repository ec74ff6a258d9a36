// The strategy of a scan as its tape has it: the text, its digest, and how often its rules were
// true on all stocks.

import { addressWith, goTo } from "./address.js";
import { CodeLines } from "./editor/code-lines.js";
import { keepDraft, readDraft } from "./editor/drafts.js";
import { element, setText, show } from "./element.js";
import { warningsOf, withStatements } from "./recorded-strategy.js";
import { rulesTable, warningNotes } from "./rules-table.js";

export class StrategyPanel {
    #lines = new CodeLines();
    #strategy = null;
    #name = "";
    #rules = null;
    #digest = element("code", { class: "digest" });
    #counts = element("div", { class: "stack" });
    #copy = element("button", { on: { click: () => this.#copyText() } }, "Copy");

    constructor() {
        this.text = element("details", { class: "strategy-text" },
            element("summary", {}, "Its text"),
            element("div", { class: "code", role: "region", tabindex: 0,
                "aria-label": "Text of the strategy" }, this.#lines.root),
            element("p", { class: "sub" }, "SHA-256 ", this.#digest));
        this.root = element("section", { class: "card strategy-panel", hidden: true,
            "aria-labelledby": "strategy-title" },
            element("div", { class: "card-head" },
                element("h2", { id: "strategy-title" }, "Strategy"),
                element("div", { class: "tools" }, this.#copy,
                    element("button", { on: { click: () => this.#edit() } }, "Edit a copy"))),
            this.#counts, this.text);
    }

    show({ strategy, rules, request }) {
        show(this.root, strategy !== null);
        if (strategy !== null && strategy !== this.#strategy) {
            this.#strategy = strategy;
            this.#name = request?.strategy ?? "";
            this.#lines.show(strategy.text.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
            setText(this.#digest, strategy.sha256);
        }
        if (rules === this.#rules || strategy === null) return;
        this.#rules = rules;
        this.#counts.replaceChildren(...(rules ? [
            ...warningNotes(warningsOf(rules)),
            rulesTable(withStatements(rules.rules, strategy.text), { onLine: (line) => this.#showLine(line) })] : []));
    }

    #showLine(line) {
        this.text.open = true;
        const node = this.#lines.root.children[line - 1];
        node?.scrollIntoView({ block: "center" });
        this.#lines.root.parentElement.focus({ preventScroll: true });
    }

    async #copyText() {
        let isDone = true;
        try {
            await navigator.clipboard.writeText(this.#strategy.text);
        } catch {
            // Pages that did not come by HTTPS have no clipboard: the text is chosen instead.
            isDone = false;
            this.text.open = true;
            getSelection().selectAllChildren(this.#lines.root);
        }
        setText(this.#copy, isDone ? "Copied" : "Selected");
        setTimeout(() => setText(this.#copy, "Copy"), 2000);
    }

    #edit() {
        const draft = readDraft("");
        if (draft && draft.text !== this.#strategy.text && !confirm(
            "There is a new strategy that is not saved. Put this text in its place?")) return;
        keepDraft("", { text: this.#strategy.text, isCopy: true,
            saveAs: `my_${this.#name.replace(/^my_/, "")}`.slice(0, 64) });
        goTo(addressWith({ strategy: "" }));
    }
}
