// Writes a strategy: its text with what is wrong in it, what it says, and what it does on one
// stock.

import { guardLeaving } from "./address.js";
import { CodeEditor } from "./editor/code-editor.js";
import { dropDraft, keepDraft, readDraft } from "./editor/drafts.js";
import { EditorHead } from "./editor/editor-head.js";
import { ProblemList } from "./editor/problem-list.js";
import { Saving } from "./editor/saving.js";
import { StrategyFile } from "./editor/strategy-file.js";
import { StrategyFacts } from "./editor/strategy-facts.js";
import { TEMPLATE } from "./editor/template.js";
import { TextCheck } from "./editor/text-check.js";
import { TryPanel } from "./editor/try-panel.js";
import { element } from "./element.js";

export class EditorView {
    #client;
    #file;
    #check;
    #editor;
    #head;
    #problems;
    #facts;
    #try;
    #saving;
    #isReady = false;
    #onUnload = (event) => {
        if (this.#isUnsaved) event.preventDefault();
    };

    constructor(client, address) {
        this.#client = client;
        this.#file = new StrategyFile(client, address.strategy);
        const goTo = (place) => this.#editor.goTo(place);
        this.#problems = new ProblemList({ onGoTo: goTo });
        this.#facts = new StrategyFacts({ onGoTo: goTo });
        this.#editor = new CodeEditor({
            describedBy: "check-state check-here", onInput: (text) => this.#changed(text),
            onCaret: () => this.#problems.showCaret(this.#editor.caret) });
        this.#check = new TextCheck(client, (state) => this.#checked(state));
        this.#try = new TryPanel(client, {
            strategy: () => this.#request(), onLine: (line) => goTo({ line }) });
        this.#head = new EditorHead(client, {
            name: address.strategy, onSave: () => this.#save(),
            onRemove: () => this.#saving.remove(),
            onDownload: () => this.#saving.download(this.#editor.text) });
        this.#saving = new Saving(this.#file, this.#head, {
            onSaved: () => this.#showState(), onRemoved: () => { this.#isReady = false; },
            onDiscard: () => this.#discard(), onRefused: () => this.#showFirstError() });
        this.root = element("div", { class: "editor", on: {
            keydown: (event) => this.#key(event) } }, this.#head.root,
            element("div", { class: "editor-main" },
                element("section", { class: "card editor-text", "aria-label": "Text" },
                    this.#editor.root, this.#problems.root)),
            element("div", { class: "editor-side" }, this.#try.root, this.#facts.root),
            this.#try.results);
        addEventListener("beforeunload", this.#onUnload);
        guardLeaving(() => !this.#isUnsaved || confirm(
            "The strategy is not saved. It stays in this tab until that is closed. Leave it?"));
        this.#load();
    }

    key() {
        return false;
    }

    close() {
        removeEventListener("beforeunload", this.#onUnload);
        guardLeaving(null);
        for (const part of [this.#check, this.#editor, this.#try]) part.close();
        document.title = "Tapedeck";
    }

    get #isUnsaved() {
        return this.#isReady && this.#file.differs(this.#editor.text);
    }

    async #load() {
        const { name } = this.#file;
        const draft = readDraft(name);
        try {
            if (name) await this.#file.load(); else this.#file.text = TEMPLATE;
            this.#start(this.#file.text);
            if (!this.#file.isReadable) {
                this.#head.tell("The file is no text in UTF-8. What you save takes its place.");
            }
            if (draft && this.#file.differs(draft.text)) this.#restore(draft);
        } catch (problem) {
            this.#head.tell(`“${name}” cannot be opened: ${problem.message}.`,
                [["Try again", () => this.#load()]]);
            if (!draft) return;
            this.#start("");
            this.#restore(draft);
        }
    }

    #start(text) {
        this.#editor.text = text;
        this.#isReady = true;
        this.#head.showFile(this.#file);
        this.#changed(text);
    }

    #restore(draft) {
        const { tag } = this.#file;
        this.#file.restore(draft);
        this.#editor.text = draft.text;
        if (draft.saveAs) this.#head.name = draft.saveAs;
        this.#changed(draft.text);
        const isOther = draft.tag && tag && draft.tag !== tag;
        this.#head.tell(draft.isCopy ? "This is a copy. Save it under a name of its own."
            : isOther ? "Your unsaved text is back; the saved one was changed by somebody since."
            : "Your unsaved text is back.", [["Discard it", () => this.#discard()]], "");
    }

    /** Takes what the service has. */
    async #discard() {
        dropDraft(this.#file.name);
        this.#head.tell(null);
        this.#isReady = false;
        await this.#load();
        this.#editor.focus();
    }

    #changed(text) {
        this.#showState();
        if (this.#isUnsaved) {
            keepDraft(this.#file.name, { text, tag: this.#file.tag, saveAs: this.#head.name });
        } else {
            dropDraft(this.#file.name);
        }
        this.#try.showText(text);
        this.#check.check(text);
    }

    #showState() {
        const isUnsaved = this.#isUnsaved;
        this.#head.showState(isUnsaved);
        document.title = `${isUnsaved ? "• " : ""}${this.#file.name || "New strategy"} · Tapedeck`;
    }

    #checked(state) {
        this.#problems.show(state);
        if (state.phase === "done") {
            this.#editor.showProblems(state.report.problems);
            this.#facts.show(state.report);
            if (state.report.ok) this.#try.showInputs(state.report.parameters);
        }
        this.#problems.showCaret(this.#editor.caret);
    }

    #key(event) {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
        if (event.key === "s") this.#save();
        else if (event.key === "Enter") this.#try.try();
        else return;
        event.preventDefault();
    }

    /** Goes to the first error, if there is one that is known. */
    #showFirstError() {
        const report = this.#check.reportOf(this.#editor.text);
        const first = report?.problems.find((problem) => problem.severity === "error");
        if (!first) return false;
        this.#editor.goTo(first);
        return true;
    }

    /** What a request says of the strategy; null where it has errors. */
    #request() {
        if (!this.#isReady || this.#showFirstError()) return null;
        const { text } = this.#editor;
        if (!this.#file.differs(text) && this.#file.isBuiltIn) return { strategy: this.#file.name };
        const report = this.#check.reportOf(text);
        return { strategy: this.#head.validName ?? "untitled", strategy_text: text,
            digest: report?.sha256 };
    }

    #save() {
        if (!this.#isReady || !this.#head.acceptName() || this.#showFirstError()) return;
        this.#saving.save(this.#editor.text);
    }
}
