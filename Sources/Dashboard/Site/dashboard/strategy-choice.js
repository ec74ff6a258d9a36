// Chooses the strategy of a scan: one of the user's own, one that comes with the program, or the
// text of a scan that is to be repeated.

import { addressWith } from "./address.js";
import { element, show } from "./element.js";
import { Field } from "./field.js";
import { count } from "./format.js";
import { ParameterFields } from "./parameter-fields.js";

const TEXT = ".text";

export class StrategyChoice {
    parameters = new ParameterFields();
    /** The parameters of the strategy that is shown. */
    shown = [];
    #client;
    #strategies = [];
    /** A strategy that is told by its text: its name, text and digest, and what a check found. */
    #text = null;
    #facts = element("div", { class: "strategy-facts" });
    #broken = element("div", { class: "strategy-facts" });
    #edit = element("a", { data: { link: "" }, hidden: true }, "Edit");
    #select = element("select", { on: { change: () => this.#showStrategy() } },
        element("option", { value: "" }, "Loading…"));

    #onShow;

    /** `onShow` is called with the parameters of the strategy that is shown. */
    constructor(client, { onShow = () => {} } = {}) {
        this.#client = client;
        this.#onShow = onShow;
        this.field = new Field("/strategy", "Strategy", this.#select);
        this.root = element("fieldset", {}, element("legend", {}, "Strategy"), this.field.root,
            element("p", { class: "strategy-links" }, this.#edit,
                element("a", { href: addressWith({ strategy: "" }), data: { link: "" } },
                    "Write a new one")),
            this.#broken, this.#facts, this.parameters.root);
    }

    /** Offers strategies, and begins with that of a request. */
    async offer({ strategies, broken = [] }, request) {
        this.#strategies = strategies;
        const own = strategies.filter((strategy) => strategy.origin === "file");
        const others = strategies.filter((strategy) => strategy.origin !== "file");
        this.#select.replaceChildren(
            ...(own.length ? [group("Your strategies", own), group("Built in", others)]
                : others.map(option)));
        this.#broken.replaceChildren(...broken.map(brokenNote));
        if (request?.strategy_text && !this.#has(request)) await this.#offerText(request);
        else if (request?.strategy) this.#choose(request.strategy);
        this.#showStrategy(request?.parameters ?? {});
    }

    /** The strategy as a request names it. */
    get values() {
        const isText = this.#select.value === TEXT;
        return {
            strategy: isText ? this.#nameOfText : this.#select.value,
            ...(isText ? { strategy_text: this.#text.text } : {}),
            parameters: this.parameters.values,
        };
    }

    /** What the text is called: no other text has a name that comes with the program. */
    get #nameOfText() {
        const { name } = this.#text;
        const isTaken = this.#strategies.some((each) =>
            each.name === name && each.origin !== "file");
        return isTaken ? `former_${name}`.slice(0, 64) : name;
    }

    /** Whether the strategy of that name has just that text. */
    #has({ strategy, strategy_sha256: digest }) {
        const found = this.#strategies.find((each) => each.name === strategy);
        return found !== undefined && (!found.sha256 || found.sha256 === digest);
    }

    #choose(name) {
        if (this.#strategies.some((each) => each.name === name)) this.#select.value = name;
    }

    async #offerText({ strategy, strategy_text: text }) {
        const report = await this.#client.checkStrategy(text).catch(() => null);
        this.#text = {
            name: strategy, text, summary: report?.about ?? "",
            rules: (report?.rules ?? []).map((rule) => rule.sentence),
            parameters: report?.parameters ?? [] };
        this.#select.prepend(element("option", { value: TEXT }, `${strategy}, as it was scanned`));
        this.#select.value = TEXT;
    }

    #showStrategy(values = {}) {
        const name = this.#select.value;
        const strategy = name === TEXT ? this.#text
            : this.#strategies.find((each) => each.name === name);
        if (!strategy) return;
        show(this.#edit, name !== TEXT);
        this.#edit.setAttribute("href", addressWith({ strategy: name }));
        this.#facts.replaceChildren(
            element("p", {}, strategy.summary ?? ""),
            element("details", {}, element("summary", {}, "Its rules"),
                element("ul", {}, (strategy.rules ?? []).map((rule) => element("li", {}, rule)))));
        this.parameters.show(strategy.parameters, values);
        this.shown = strategy.parameters;
        this.#onShow(strategy.parameters);
    }
}

function option({ name, title }) {
    return element("option", { value: name }, title);
}

function group(label, strategies) {
    return element("optgroup", { label }, strategies.map(option));
}

/** A file that is no strategy yet, and the way to mend it. */
function brokenNote({ name, problems }) {
    const errors = problems.filter((each) => each.severity !== "warning").length;
    return element("p", { class: "broken-strategy" },
        element("a", { href: addressWith({ strategy: name }), data: { link: "" } }, name),
        ` cannot be scanned with: ${count(errors)} error${errors === 1 ? "" : "s"}.`);
}
