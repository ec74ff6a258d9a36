// Starts a scan, or a sweep of many sets of parameters. What the service finds wrong is said at
// its field.

import { newRequestKey } from "../market-scan/request-key.js";
import { addressWith, goTo } from "./address.js";
import { element, setText, show } from "./element.js";
import { keep, readKept } from "./kept-request.js";
import { refuse, RequestFields } from "./request-fields.js";
import { StrategyChoice } from "./strategy-choice.js";
import { SweepFields } from "./sweep/sweep-fields.js";

export class StartForm {
    #client;
    #strategy;
    #sweep = new SweepFields();
    #terms = new RequestFields();
    #title = element("h1", { id: "start-title" }, "New scan");
    #scanKind = this.#kind("scan", "Scan", true);
    #sweepKind = this.#kind("sweep", "Sweep of parameters", false);
    #problem = element("p", { class: "notice bad", role: "alert", hidden: true });
    #submit = element("button", { class: "primary", type: "submit", disabled: true }, "Start scan");
    /** One key for one intention: asking twice for it starts one scan. */
    #key = newRequestKey();

    constructor(client) {
        this.#client = client;
        this.#strategy = new StrategyChoice(client, {
            onShow: (parameters) => this.#sweep.show(parameters) });
        this.root = element("section", { class: "card start", "aria-labelledby": "start-title" },
            this.#title,
            element("form", { novalidate: true, on: {
                submit: (event) => this.#start(event), input: () => this.#change() } },
                element("div", { class: "kinds", role: "radiogroup", "aria-label": "What is started" },
                    this.#scanKind.parentElement, this.#sweepKind.parentElement),
                this.#strategy.root, this.#sweep.root, this.#terms.stocks, this.#terms.money,
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
            if (kept?.grid) this.#fillInSweep(kept);
            this.#sweep.setStocks(this.#terms.stockCount);
            this.#submit.disabled = false;
        } catch (problem) {
            this.#tellProblem(problem.message);
        }
    }

    get #isSweep() {
        return this.#sweepKind.checked;
    }

    get #fields() {
        return [this.#strategy.field, ...(this.#isSweep ? this.#sweep.fields
            : this.#strategy.parameters.fields.values()), ...this.#terms.fields.values()];
    }

    #kind(value, text, checked) {
        const radio = element("input", { type: "radio", name: "kind", value, checked,
            on: { change: () => this.#showKind() } });
        element("label", { class: "kind" }, radio, text);
        return radio;
    }

    #showKind() {
        const isSweep = this.#isSweep;
        show(this.#strategy.parameters.root, !isSweep);
        show(this.#sweep.root, isSweep);
        setText(this.#title, isSweep ? "New sweep" : "New scan");
        setText(this.#submit, isSweep ? "Start sweep" : "Start scan");
    }

    #fillInSweep(kept) {
        this.#sweepKind.checked = true;
        this.#sweep.show(this.#strategy.shown, { grid: kept.grid, values: kept.parameters });
        this.#sweep.fillIn(kept);
        this.#showKind();
    }

    #change() {
        this.#key = newRequestKey();
        this.#sweep.setStocks(this.#terms.stockCount);
    }

    async #start(event) {
        event.preventDefault();
        for (const field of this.#fields) field.accept();
        show(this.#problem, false);
        const needed = [...this.#terms.fields.values(), ...(this.#isSweep ? this.#sweep.needed
            : this.#strategy.parameters.fields.values())];
        const empty = needed.filter((field) => field.isEmptyNumber);
        for (const field of empty) field.refuse("a number is needed");
        const wrong = empty[0] ?? (this.#isSweep ? this.#sweep.refuseWrong() : null);
        if (wrong) return wrong.focus();
        const request = { ...this.#strategy.values, ...(this.#isSweep ? this.#sweep.values : {}),
            ...this.#terms.values };
        this.#submit.disabled = true;
        try {
            const verb = this.#isSweep ? "startSweep" : "start";
            const started = await this.#client[verb](request, { idempotencyKey: this.#key });
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
        const own = this.#isSweep ? this.#sweep.fieldOf(pointer)
            : this.#strategy.parameters.fields.get(pointer);
        return own ?? this.#terms.fieldOf(pointer);
    }

    #tellProblem(text) {
        setText(this.#problem, text);
        show(this.#problem, true);
    }
}
