// Panels of which one is shown, by tabs as the ARIA practices describe them: arrows, Home and End
// choose a tab. One whose panel has nothing to show is not there; a single one goes without tabs.

import { element, show } from "./element.js";

export class Tabs {
    #tabs;
    #list;
    #chosen;
    #onChoose;

    /** `tabs` have a `name`, a `title`, and the `root` of their panel; `chosen` is a name. */
    constructor(tabs, { label, chosen, onChoose }) {
        this.#onChoose = onChoose;
        this.#tabs = tabs.map((tab) => ({ ...tab, isThere: true, button: this.#button(tab) }));
        this.#list = element("div", {
            class: "tabs", role: "tablist", "aria-label": label,
            on: { keydown: (event) => this.#keydown(event) } },
            this.#tabs.map((tab) => tab.button));
        for (const { name, root } of this.#tabs) {
            root.id = `panel-${name}`;
            root.setAttribute("role", "tabpanel");
            root.setAttribute("aria-labelledby", `tab-${name}`);
        }
        this.root = element("div", { class: "tabbed" }, this.#list,
            this.#tabs.map((tab) => tab.root));
        this.#chosen = this.#tabs.some((tab) => tab.name === chosen) ? chosen : tabs[0].name;
        this.#arrange();
    }

    /** Says whether a panel has something to show. */
    offer(name, isThere) {
        const tab = this.#tab(name);
        if (tab.isThere === isThere) return;
        tab.isThere = isThere;
        this.#arrange();
    }

    choose(name) {
        if (this.#chosen === name) return;
        this.#chosen = name;
        this.#arrange();
        this.#onChoose(name);
    }

    #tab(name) {
        return this.#tabs.find((tab) => tab.name === name);
    }

    #button({ name, title }) {
        return element("button", {
            id: `tab-${name}`, role: "tab", "aria-controls": `panel-${name}`,
            on: { click: () => this.choose(name) } }, title);
    }

    #arrange() {
        // A tab that an address names may come with the end of the scan.
        const shown = this.#tab(this.#chosen).isThere ? this.#chosen : this.#tabs[0].name;
        for (const { name, isThere, button, root } of this.#tabs) {
            const isShown = name === shown;
            button.setAttribute("aria-selected", isShown);
            button.tabIndex = isShown ? 0 : -1;
            show(button, isThere);
            show(root, isShown);
        }
        show(this.#list, this.#tabs.filter((tab) => tab.isThere).length > 1);
    }

    #keydown(event) {
        const there = this.#tabs.filter((tab) => tab.isThere);
        const place = there.findIndex((tab) => tab.button === event.target);
        const next = {
            ArrowLeft: (place + there.length - 1) % there.length,
            ArrowRight: (place + 1) % there.length, Home: 0, End: there.length - 1 }[event.key];
        if (place < 0 || next === undefined) return;
        event.preventDefault();
        // The arrows of the page travel on the tape.
        event.stopPropagation();
        this.choose(there[next].name);
        there[next].button.focus();
    }
}
