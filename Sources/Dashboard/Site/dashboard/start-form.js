// Starts a scan. What the service finds wrong is said at its field.

import { newRequestKey } from "../market-scan/request-key.js";
import { addressWith, goTo } from "./address.js";
import { element, setText, show } from "./element.js";
import { keep, readKept } from "./kept-request.js";
import { refuse, RequestFields } from "./request-fields.js";
import { StrategyChoice } from "./strategy-choice.js";

export class StartForm {
    #client;
    #strategy;
    #terms = new RequestFields();
    #problem = element("p", { class: "notice bad", role: "alert", hidden: true });
    #submit = element("button", { class: "primary", type: "submit", disabled: true }, "Start scan");
    /** One key for one intention: asking twice for it starts one scan. */
    #key = newRequestKey();

    constructor(client) {
        this.#client = client;
        this.#strategy = new StrategyChoice(client);
        this.root = element("section", { class: "card start", "aria-labelledby": "start-title" },
            element("h1", { id: "start-title" }, "New scan"),
            element("form", { novalidate: true, on: {
                submit: (event) => this.#start(event),
                input: () => { this.#key = newRequestKey(); } } },
                this.#strategy.root, this.#terms.stocks, this.#terms.money,
                this.#problem, element("div", { class: "form-end" }, this.#submit)));
        this.#load();
    }

    async #load() {
        try {
            const [strategies, universes] = await Promise.all([
                this.#client.strategyList(), this.#client.universes()]);
            this.#terms.offer(universes);
            const kept = readKept();
            if (kept) this.#terms.fillIn(kept);
            await this.#strategy.offer(strategies, kept);
            this.#submit.disabled = false;
        } catch (problem) {
            this.#tellProblem(problem.message);
        }
    }

    get #fields() {
        return [this.#strategy.field, ...this.#strategy.parameters.fields.values(),
            ...this.#terms.fields.values()];
    }

    async #start(event) {
        event.preventDefault();
        for (const field of this.#fields) field.accept();
        show(this.#problem, false);
        const empty = this.#fields.filter((field) => field.isEmptyNumber);
        for (const field of empty) field.refuse("a number is needed");
        if (empty.length) return empty[0].focus();
        const request = { ...this.#strategy.values, ...this.#terms.values };
        this.#submit.disabled = true;
        try {
            const started = await this.#client.start(request, { idempotencyKey: this.#key });
            keep(request);
            goTo(addressWith({ job: started.job_id }));
        } catch (problem) {
            const { first, text } = refuse(problem, (pointer) => this.#fieldOf(pointer));
            if (text) this.#tellProblem(text);
            first?.focus();
        } finally {
            this.#submit.disabled = false;
        }
    }

    #fieldOf(pointer) {
        if (pointer === "/strategy" || pointer === "/strategy_text") return this.#strategy.field;
        return this.#strategy.parameters.fields.get(pointer) ?? this.#terms.fieldOf(pointer);
    }

    #tellProblem(text) {
        setText(this.#problem, text);
        show(this.#problem, true);
    }
}
