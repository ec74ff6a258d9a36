// The head of the editor: which strategy it is, whether it is saved, and what can be done with it.

import { isStrategyName } from "../../market-scan/scan-path.js";
import { addressWith, goTo } from "../address.js";
import { element, icon, setText, show } from "../element.js";
import { Field } from "../field.js";
import { menu } from "../menu.js";

export class EditorHead {
    #client;
    #isWritable = true;
    #file = null;
    #title = element("h1", {});
    #state = element("span", { class: "state" });
    #message = element("div", { class: "notice", role: "alert", hidden: true });
    #name;
    #save;
    #remove;
    #list = element("div", { class: "menu-list tall" });

    constructor(client, { name, onSave, onRemove, onDownload }) {
        this.#client = client;
        setText(this.#title, name || "New strategy");
        this.#name = new Field("/name", "Name", element("input", {
            value: name, maxlength: 64, spellcheck: "false", autocapitalize: "off",
            autocomplete: "off", placeholder: "my_strategy" }), "Of a to z, 0 to 9 and _");
        this.#save = element("button", { class: "primary", "aria-keyshortcuts": "Control+S",
            on: { click: onSave } }, "Save");
        this.#remove = element("button", { hidden: true, on: { click: onRemove } }, "Delete");
        this.root = element("div", { class: "scan-head" },
            element("div", { class: "scan-title" }, this.#title, this.#state),
            element("div", { class: "tools" }, menu("Open", this.#list),
                element("button", { on: { click: () => goTo(addressWith({ strategy: "" })) } }, "New"),
                this.#remove,
                element("button", { on: { click: onDownload } }, icon("download"), "Download")),
            element("div", { class: "save-line" }, this.#name.root, this.#save), this.#message);
        this.refresh();
    }

    get name() {
        return this.#name.control.value.trim();
    }

    set name(name) {
        this.#name.control.value = name;
    }

    /** The name, if a strategy can have it; else null. */
    get validName() {
        return isStrategyName(this.name) ? this.name : null;
    }

    /** Whether the name will do; says it at its field where not. */
    acceptName() {
        this.#name.accept();
        if (!this.#isWritable) {
            this.#tellReadOnly();
            return false;
        }
        if (this.validName) return true;
        this.#name.refuse(this.name
            ? "a name is made of up to 64 of the characters a to z, 0 to 9 and _"
            : "a name is needed");
        this.#name.focus();
        return false;
    }

    /** Shows a strategy as the service has it. */
    showFile(file) {
        this.#file = file;
        setText(this.#title, file.name || "New strategy");
        this.name = file.isBuiltIn ? `my_${file.name}`.slice(0, 64) : file.name || this.name;
        show(this.#remove, file.origin === "file" && this.#isWritable);
    }

    showState(isUnsaved) {
        const { origin } = this.#file;
        setText(this.#state, isUnsaved ? "Not saved" : origin === "built_in" ? "Built in"
            : origin === "file" ? "Saved" : "New");
        this.#state.className = `state ${isUnsaved ? "running" : ""}`;
    }

    /** Says something, with ways out as pairs of a text and what it does; null says nothing. */
    tell(text, ways = [], tone = "bad") {
        this.#message.className = `notice ${tone}`;
        this.#message.replaceChildren(...(text === null ? [] : [
            element("span", {}, text), ...ways.map(([title, work]) =>
                element("button", { on: { click: work } }, title))]));
        show(this.#message, text !== null);
    }

    /** Does some work that the user has to wait for. */
    async whileBusy(work) {
        this.#save.disabled = true;
        try {
            return await work();
        } finally {
            this.#save.disabled = !this.#isWritable;
        }
    }

    /** Reads which strategies there are. */
    async refresh() {
        try {
            const { strategies, broken = [], writable } = await this.#client.strategyList();
            this.#isWritable = writable !== false;
            const own = strategies.filter((strategy) => strategy.origin === "file");
            const others = strategies.filter((strategy) => strategy.origin !== "file");
            this.#list.replaceChildren(...group("Your strategies", own),
                ...group("With errors", broken.map(({ name }) => ({ name, title: name }))),
                ...group("Built in", others));
            this.#save.disabled = !this.#isWritable;
            if (!this.#isWritable) this.#tellReadOnly();
        } catch {
            // The editor itself says that the service does not answer.
        }
    }

    #tellReadOnly() {
        show(this.#remove, false);
        this.tell("This service keeps no strategies of its users. Trying and scanning work with the "
            + "text alone; download it to keep it.", [], "");
    }
}

/** Links to strategies, below a title; nothing where there are none. */
function group(title, strategies) {
    return strategies.length === 0 ? [] : [element("p", { class: "menu-title" }, title),
        ...strategies.map(({ name, title: text }) => element("a", {
            href: addressWith({ strategy: name }), data: { link: "" } }, text))];
}
