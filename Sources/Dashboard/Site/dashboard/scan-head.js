// The head of a scan: what it is, where it stands, what can be done with it.

import { asPercent, costsOf } from "./costs.js";
import { element, setText, show } from "./element.js";
import { count, money, moment, setting, words } from "./format.js";
import { figureNamed } from "./sweep/figures.js";

export class ScanHead {
    tools = element("div", { class: "tools" });
    #title = element("h1", {}, "…");
    #state = element("span", { class: "state" });
    #facts = element("p", { class: "facts" });
    #message = element("p", { class: "notice bad", role: "alert", hidden: true });
    #cancel;
    #resume;
    #again;
    #shownFor = null;

    constructor(job, { onCancel, onResume, onAgain }) {
        this.job = job;
        this.#cancel = worker("Cancel scan", onCancel);
        this.#resume = worker("Resume scan", onResume);
        this.#again = element("button", { on: { click: onAgain }, hidden: true }, "Scan again…");
        this.tools.append(this.#cancel, this.#resume, this.#again);
        this.root = element("div", { class: "scan-head" },
            element("div", { class: "scan-title" }, this.#title, this.#state), this.tools,
            this.#facts, this.#message);
    }

    show({ latest, connection }) {
        const isOver = latest.isFinished;
        const isWaiting = latest.request && latest.phase === "requested";
        const state = isWaiting ? "waiting" : latest.phase;
        setText(this.#state, latest.request ? words(state) : "");
        this.#state.className = `state ${state}`;
        const isInterrupted = latest.phase === "interrupted";
        const isAtWork = latest.request !== null && !isOver && connection.state !== "ended";
        show(this.#cancel, isAtWork && !isInterrupted);
        show(this.#resume, isInterrupted);
        show(this.#again, latest.request !== null);
        if (this.#shownFor === latest.request) return;
        this.#shownFor = latest.request;
        if (!latest.request) return;
        const kind = latest.sweep ? "sweep" : "scan";
        setText(this.#title, `${latest.sweep ? "Sweep: " : ""}${words(latest.request.strategy)}`);
        setText(this.#cancel, `Cancel ${kind}`);
        setText(this.#resume, `Resume ${kind}`);
        setText(this.#again, `${words(kind)} again…`);
        this.#facts.replaceChildren(...factsOf(latest, this.job));
    }

    tell(text) {
        setText(this.#message, text);
        show(this.#message, true);
    }
}

/** A button that asks the service for something, once at a time. */
function worker(text, work) {
    const button = element("button", { hidden: true, on: { click: async () => {
        button.disabled = true;
        await work();
        button.disabled = false;
    } } }, text);
    return button;
}

function factsOf(state, job) {
    const { request } = state;
    const days = `${request.start_date ?? "first day"} to ${request.end_date ?? "last day"}`;
    const parameters = Object.entries(request.parameters)
        .map(([name, value]) => setting(name, value));
    const terms = [
        `${money(request.cash).replace(".00", "")} each`,
        request.commission > 0 ? `${asPercent(request.commission)}% commission` : null,
        ...costsOf(request),
        request.trade_from ? `trades from ${request.trade_from}` : null,
        request.benchmark ? `against ${request.benchmark}` : null,
        request.fills === "close" ? "fills at the close" : null,
        request.whole_units ? "whole shares" : null,
        request.finalize_trades ? "closed at the end" : null,
        request.stop_at_ruin ? "ends at ruin" : null,
        request.include_open ? "with open bars" : null,
        request.interval === "1d" ? null : `${request.interval} bars`,
    ];
    const facts = [
        `${count(state.sweep?.stocks ?? state.total)} stocks of ${request.source}`,
        ...(state.sweep ? sweepFacts(state.sweep) : []), days, ...parameters, ...terms,
        moment(state.requestedAt),
    ].filter(Boolean);
    return [
        ...facts.map((fact) => element("span", {}, fact)), element("code", {}, job)];
}

function sweepFacts({ terms, sets, repeated, dropped }) {
    return [
        `${count(sets)} sets`, ...terms.grid.map((text) => text.replaceAll("-", "−")),
        terms.random ? `drawn at random${terms.seed === undefined ? "" : `, seed ${terms.seed}`}` : null,
        ...terms.where.map((text) => `where ${text}`),
        dropped > 0 ? `${count(dropped)} dropped` : null,
        repeated > 0 ? `${count(repeated)} named twice` : null,
        `best by ${figureNamed(terms.objective).title}`,
        terms.walk_forward ? `walk-forward ${terms.walk_forward}` : null,
    ];
}
