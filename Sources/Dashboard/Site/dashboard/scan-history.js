// The scans and sweeps that there were and are, newest first; two scans can be compared.

import { addressWith, goTo } from "./address.js";
import { element, setText, show } from "./element.js";
import { bytes, count, dollars, moment, NOTHING, tone, words } from "./format.js";

const REFRESH = 3000;
const STATES = ["running", "waiting", "interrupted", "completed", "cancelled", "failed", "damaged"];

export class ScanHistory {
    #client;
    #state;
    #strategy = element("select", { "aria-label": "Strategy", on: { change: () => this.#load() } },
        element("option", { value: "" }, "All strategies"));
    #rows = element("tbody");
    #more = element("button", { class: "quiet", hidden: true, on: { click: () => this.#loadMore() } },
        "Older scans");
    #compare = element("button", { disabled: true, on: { click: () => this.#goToComparison() } },
        "Compare two");
    #message = element("p", { class: "muted empty", role: "status" }, "Loading…");
    #chosen = new Set();
    #next = null;
    #timer = null;
    #loads = 0;
    #isClosed = false;

    constructor(client) {
        this.#client = client;
        this.#state = element("select", { "aria-label": "State", on: { change: () => this.#load() } },
            element("option", { value: "" }, "All states"),
            STATES.map((state) => element("option", { value: state }, words(state))));
        const columns = [["", "Compare"], ["Scan"], ["State"], ["Stocks"], ["PnL"], ["Tape"]];
        const table = element("table", { class: "plain-table history-table" },
            element("thead", {}, element("tr", {}, columns.map(([title, hidden]) =>
                element("th", { scope: "col" },
                    hidden ? element("span", { class: "unseen" }, hidden) : title)))),
            this.#rows);
        this.root = element("section", { class: "card history", "aria-labelledby": "history-title" },
            element("div", { class: "card-head" },
                element("h2", { id: "history-title" }, "Scans"),
                element("div", { class: "tools" }, this.#state, this.#strategy, this.#compare)),
            element("div", { class: "table-frame" }, table), this.#message, this.#more);
        this.#loadStrategies();
        this.#load();
    }

    focusFilter() {
        this.#state.focus();
    }

    close() {
        this.#isClosed = true;
        clearTimeout(this.#timer);
    }

    async #loadStrategies() {
        const strategies = await this.#client.strategies().catch(() => []);
        this.#strategy.append(...strategies.map((strategy) =>
            element("option", { value: strategy.name }, strategy.title)));
    }

    get #query() {
        return { state: this.#state.value, strategy: this.#strategy.value, limit: 50 };
    }

    async #load() {
        clearTimeout(this.#timer);
        const load = this.#loads += 1;
        let delay = REFRESH;
        try {
            const page = await this.#client.jobs(this.#query);
            if (this.#isClosed || load !== this.#loads) return;
            this.#show(page);
            // Where nothing is at work, only a scan started elsewhere can change the list.
            const isBusy = page.jobs.some((job) => ["running", "waiting"].includes(job.state));
            if (!isBusy) delay = 5 * REFRESH;
        } catch (problem) {
            if (this.#isClosed || load !== this.#loads) return;
            setText(this.#message, `The list cannot be had: ${problem.message}.`);
            show(this.#message, true);
        }
        this.#timer = setTimeout(() => this.#load(), delay);
    }

    #show(page) {
        const isFiltered = this.#state.value || this.#strategy.value;
        setText(this.#message, isFiltered
            ? "No scan is like that." : "No scan yet. The first one takes a few seconds.");
        show(this.#message, page.jobs.length === 0);
        const focused = this.#rows.contains(document.activeElement)
            ? document.activeElement.dataset.focusKey : null;
        this.#rows.replaceChildren(...page.jobs.map((job) => this.#row(job)));
        if (focused) this.#rows.querySelector(`[data-focus-key="${focused}"]`)?.focus();
        this.#next = page.next;
        show(this.#more, page.next !== null);
    }

    async #loadMore() {
        // The list stands still once one reads on in it.
        clearTimeout(this.#timer);
        this.#loads += 1;
        const query = Object.fromEntries(new URL(this.#client.url(this.#next)).searchParams);
        const page = await this.#client.jobs(query);
        this.#rows.append(...page.jobs.map((job) => this.#row(job)));
        this.#next = page.next;
        show(this.#more, page.next !== null);
    }

    #row(job) {
        const isSweep = job.kind === "sweep";
        const box = isSweep ? null : element("input", {
            type: "checkbox", checked: this.#chosen.has(job.job_id),
            "aria-label": `Compare ${job.job_id}`, data: { focusKey: `box-${job.job_id}` },
            on: { change: (event) => this.#choose(job.job_id, event.target) } });
        const link = element("a", {
            href: addressWith({ job: job.job_id }), data: { link: "", focusKey: job.job_id } },
            `${isSweep ? "Sweep: " : ""}${words(job.strategy ?? "Damaged tape")}`);
        const done = (job.successful ?? 0) + (job.failed ?? 0);
        // What is counted of a sweep are trials, a set on a stock each.
        const total = isSweep && job.total !== null ? job.total / job.sets : job.total;
        const stocks = total === null ? NOTHING
            : done === total ? count(total) : `${count(done)} / ${count(total)}`;
        return element("tr", {},
            element("td", {}, box),
            element("td", {}, link, element("div", { class: "sub" },
                element("time", { datetime: job.requested_at }, moment(job.requested_at)))),
            element("td", {}, element("span", { class: `state ${job.state}` }, words(job.state))),
            element("td", { class: "number" }, stocks,
                job.failed ? element("div", { class: "sub" }, `${count(job.failed)} failed`) : null,
                isSweep && job.sets ? element("div", { class: "sub" }, `${count(job.sets)} sets`)
                    : null),
            element("td", { class: isSweep ? "number" : `number ${tone(job.total_pnl)}` },
                isSweep ? NOTHING : dollars(job.total_pnl)),
            element("td", { class: "number muted" }, bytes(job.bytes)));
    }

    #choose(job, box) {
        if (box.checked) this.#chosen.add(job); else this.#chosen.delete(job);
        // A third takes the place of the first.
        while (this.#chosen.size > 2) {
            const [first] = this.#chosen;
            this.#chosen.delete(first);
            const other = this.#rows.querySelector(`[data-focus-key="box-${first}"]`);
            if (other) other.checked = false;
        }
        this.#compare.disabled = this.#chosen.size !== 2;
    }

    #goToComparison() {
        goTo(addressWith({ compare: [...this.#chosen].toSorted().join(",") }));
    }
}
