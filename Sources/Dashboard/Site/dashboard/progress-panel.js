// How far a scan is: the bar, the figures beside it, and how its messages come through.

import { element, setText, show } from "./element.js";
import {
    count, dollars, duration, NOTHING, percent, spokenDuration, tone,
} from "./format.js";
import { figureNamed } from "./sweep/figures.js";

const CONNECTIONS = {
    connecting: "Connecting", live: "Live", polling: "Polling", lost: "Connection lost",
    ended: "On tape", closed: "Closed", failed: "Failed",
};

export class ProgressPanel {
    #count = element("strong", { class: "progress-count" }, NOTHING);
    #note = element("span", { class: "muted" });
    #connection = element("span", { class: "connection" });
    #done = element("span", { class: "bar-done" });
    #failed = element("span", { class: "bar-failed" });
    #bar = element("div", {
        class: "bar", role: "progressbar", "aria-label": "Stocks done", "aria-valuemin": 0,
        "aria-valuemax": 100 }, this.#done, this.#failed);
    #lost = element("p", { class: "notice bad lost", hidden: true });
    #lostText = element("span");
    #slow = element("p", { class: "slow", hidden: true });
    #values = new Map();
    #pnlLabel;

    constructor({ onRetry }) {
        const fact = (name, label) => {
            const value = element("dd", {}, NOTHING);
            this.#values.set(name, value);
            const term = element("dt", {}, label);
            if (name === "pnl") this.#pnlLabel = term;
            return element("div", {}, term, value);
        };
        this.#lost.append(this.#lostText,
            element("button", { on: { click: onRetry } }, "Try now"));
        this.root = element("section", { class: "card progress", "aria-label": "Progress" },
            element("div", { class: "progress-head" }, this.#count, this.#note, this.#connection),
            this.#bar, this.#lost,
            element("dl", { class: "figures" },
                fact("ticker", "Last stock"), fact("elapsed", "Elapsed"), fact("eta", "Left"),
                fact("pnl", "PnL"), fact("successful", "Succeeded"), fact("failed", "Failed"),
                fact("pace", "Pace")),
            this.#slow);
    }

    show(recording) {
        const { shown, isAtEnd, connection } = recording;
        const isLive = isAtEnd && shown.phase === "running";
        // Between two records the clock goes on, as long as records could come.
        const extra = isLive ? extraSeconds(recording) : 0;
        const share = shown.progressPct;
        setText(this.#count, shown.request ? textOf(shown) : NOTHING);
        setText(this.#note, noteOf(recording));
        const total = shown.total || 1;
        const failed = shown.sweep ? shown.done - shown.sweep.trials : shown.failures.length;
        this.#done.style.width = `${((shown.done - failed) / total) * 100}%`;
        this.#failed.style.width = `${(failed / total) * 100}%`;
        this.#bar.classList.toggle("stopped", isLive && connection.state === "lost");
        this.#bar.setAttribute("aria-valuenow", share.toFixed(1));
        this.#bar.setAttribute("aria-label", shown.sweep ? "Trials done" : "Stocks done");
        this.#bar.setAttribute("aria-valuetext",
            `${count(shown.done)} of ${count(shown.total)} ${unitOf(shown)}, ${percent(share)}`);
        this.#set("ticker", shown.lastTicker ?? NOTHING);
        this.#set("elapsed", shown.request ? duration(shown.elapsed + extra) : NOTHING);
        this.#set("eta", isLive && shown.done > 0
            ? duration(Math.max(0, shown.etaSeconds - extra)) : NOTHING);
        this.#showGain(shown);
        this.#set("successful", count(shown.successful));
        this.#set("failed", count(shown.failures.length), shown.failures.length ? "loss" : "even");
        this.#set("pace", paceOf(shown));
        this.#showSlow(shown);
        this.#showConnection(recording);
    }

    /** The same for those who listen. */
    spoken(state) {
        const failures = state.failures.length ? `, ${state.failures.length} failed` : "";
        const kind = state.sweep ? "Sweep" : "Scan";
        const place = `${count(state.done)} of ${count(state.total)} ${unitOf(state)}${failures}, `
            + spokenGain(state);
        if (hasNoResult(state)) {
            return `${kind} without a result: all ${count(state.failures.length)} stocks failed.`;
        }
        if (state.phase === "completed") return `${kind} complete: ${place}.`;
        if (state.phase === "cancelled") return `${kind} cancelled: ${place}.`;
        if (state.phase === "failed") return `${kind} failed: ${state.failureMessage}`;
        if (state.phase === "interrupted") return `${kind} interrupted: ${state.failureMessage}`;
        return `${percent(state.progressPct, 0)}: ${place}, about `
            + `${spokenDuration(state.etaSeconds)} left.`;
    }

    /** What is gained so far; of a sweep, what the best set so far has. */
    #showGain({ sweep, pnl }) {
        setText(this.#pnlLabel, !sweep ? "PnL" : sweep.judged ? "Best" : "Best so far");
        if (!sweep) {
            this.#set("pnl", dollars(pnl), tone(pnl));
            return;
        }
        const figure = figureNamed(sweep.terms.objective);
        this.#set("pnl", sweep.best ? `${figure.title} ${figure.text(sweep.best.value)}` : NOTHING);
    }

    #set(name, text, className = "") {
        const node = this.#values.get(name);
        setText(node, text);
        if (node.className !== className) node.className = className;
    }

    #showSlow(shown) {
        show(this.#slow, shown.slow.length > 0);
        if (shown.slow.length === 0) return;
        setText(this.#slow, "Slow: " + shown.slow.map((stock) =>
            `${stock.ticker} since ${duration(stock.seconds)}`).join(", "));
    }

    #showConnection({ connection, lostAt, latest }) {
        const isRecorded = latest.isFinished && connection.state !== "failed";
        const state = isRecorded ? "ended" : connection.state;
        setText(this.#connection, CONNECTIONS[state]);
        this.#connection.className = `connection ${state}`;
        const isLost = state === "lost";
        show(this.#lost, isLost);
        if (!isLost) return;
        const since = duration(Math.floor((performance.now() - lostAt) / 1000));
        setText(this.#lostText, `No connection since ${since.replace(".0s", "s")}: `
            + `${connection.reason}. The clock stands still, and the scan may well go on; `
            + `attempt ${connection.attempt + 1} follows. `);
    }
}

function textOf(state) {
    return `${count(state.done)}/${count(state.total)} (${percent(state.progressPct)})`;
}

function noteOf({ shown, latest, isAtEnd }) {
    if (!isAtEnd) return `as it was at record ${count(shown.lastSeq)}`;
    if (latest.phase === "requested" && latest.request) return "waits for its turn";
    if (hasNoResult(latest)) {
        return `no result: all ${count(latest.failures.length)} stocks failed`;
    }
    if (latest.phase === "completed") return `done in ${duration(latest.elapsed)}`;
    if (latest.phase === "cancelled") return "cancelled by its user";
    if (latest.phase === "failed") return latest.failureMessage;
    if (latest.phase === "interrupted") return `ended for now: ${latest.failureMessage}`;
    if (latest.pauseMessage) return `waits: ${latest.pauseMessage}`;
    if (latest.sweep && latest.phase === "running") return workOf(latest);
    return latest.resumptions ? "goes on after an interruption" : "";
}

/** What a sweep does at the moment. */
function workOf({ sweep, done, total, resumptions }) {
    if (sweep.prepared === null) return "gets the prices";
    if (done >= total) return "values and judges the sets";
    return resumptions ? "goes on after an interruption" : "";
}

function hasNoResult({ phase, total, successful, failures }) {
    return phase === "completed" && total > 0 && successful === 0 && failures.length > 0;
}

function unitOf({ sweep }) {
    return sweep ? "trials" : "stocks";
}

function spokenGain({ sweep, pnl }) {
    if (!sweep) {
        return `profit and loss ${dollars(pnl).replace("−", "minus ").replace("+", "")}`;
    }
    if (sweep.best === null) return "no best set yet";
    const figure = figureNamed(sweep.terms.objective);
    const value = figure.text(sweep.best.value).replace("−", "minus ").replace("+", "");
    return `best ${figure.title} ${value}`;
}

function extraSeconds({ arrivedAt, lostAt, connection }) {
    const until = connection.state === "lost" ? lostAt : performance.now();
    return Math.max(0, until - arrivedAt) / 1000;
}

function paceOf(state) {
    const pace = state.sweep ? state.trialsPerSecond
        : state.done === 0 || state.elapsed === 0 ? null : state.done / state.elapsed;
    if (pace === null) return NOTHING;
    return pace >= 10 ? `${count(pace)}/s` : pace >= 1 ? `${pace.toFixed(1)}/s`
        : `${(pace * 60).toFixed(1)}/min`;
}
