// One scan, or one sweep: how it goes, what it has found, and its tape to travel on.

import { addressWith, goTo, note, writeNotes } from "./address.js";
import { Announcer } from "./announcer.js";
import { Histogram } from "./charts/histogram.js";
import { PortfolioChart } from "./charts/portfolio-chart.js";
import { Treemap } from "./charts/treemap.js";
import { element, show } from "./element.js";
import { ExportMenu } from "./export-menu.js";
import { FailuresPanel } from "./failures-panel.js";
import { FiguresPanel } from "./figures-panel.js";
import { ProgressPanel } from "./progress-panel.js";
import { Recording } from "./recording.js";
import { ScanHead } from "./scan-head.js";
import { keep } from "./kept-request.js";
import { StockSheet } from "./stock-sheet.js";
import { SignalsPanel } from "./signals-panel.js";
import { StockTable } from "./stock-table.js";
import { StrategyPanel } from "./strategy-panel.js";
import { requestOf } from "./sweep/set-request.js";
import { SweepPanels } from "./sweep/sweep-panels.js";
import { Tabs } from "./tabs.js";
import { TapeScrubber } from "./tape-scrubber.js";
import { TradesPanel } from "./trades-panel.js";

/** How often what is costly is drawn again while a scan runs, in milliseconds. */
const PAUSE = 200;

export class ScanView {
    #client;
    #recording;
    #announcer = new Announcer();
    #frame = null;
    #drawnAt = 0;
    #drawnKey = "";
    #drawnStocks = 0;
    #clock;
    #sheet = null;
    #ticker;
    #charts;
    #problem = element("p", { class: "notice bad", role: "alert", hidden: true });

    constructor(client, address) {
        this.#client = client;
        this.#ticker = address.ticker;
        this.#recording = new Recording(client, address.job, {
            at: address.at, onChange: () => this.#schedule() });
        this.head = new ScanHead(address.job, {
            onCancel: () => this.#ask("cancel"), onResume: () => this.#ask("resume"),
            onAgain: () => this.#again() });
        this.progress = new ProgressPanel({ onRetry: () => this.#recording.retryNow() });
        this.scrubber = new TapeScrubber(this.#recording);
        this.figures = new FiguresPanel();
        this.histogram = new Histogram({ onRange: (range) => {
            this.tabs.choose("stocks");
            this.table.filterRange(range);
        } });
        this.treemap = new Treemap({ onOpen: (ticker) => this.openStock(ticker) });
        this.portfolio = new PortfolioChart();
        this.#charts = element("div", { class: "charts" },
            this.histogram.root, this.portfolio.root);
        this.failures = new FailuresPanel();
        this.strategy = new StrategyPanel();
        this.table = new StockTable({
            sort: address.sort, filter: address.filter,
            onOpen: (ticker) => this.openStock(ticker), onNote: note });
        this.trades = new TradesPanel(client, address.job, {
            onOpen: (ticker) => this.openStock(ticker) });
        this.signals = new SignalsPanel(client, address.job, {
            onOpen: (ticker) => this.openStock(ticker) });
        this.tabs = new Tabs([
            { name: "stocks", title: "Stocks", root: this.table.root },
            { name: "signals", title: "Next open", root: this.signals.root },
            { name: "trades", title: "All trades", root: this.trades.root },
        ], { label: "Tables", chosen: address.tab, onChoose: (tab) => note({
            tab: tab === "stocks" ? null : tab }) });
        this.sweep = new SweepPanels({ set: address.set, onScan: (set) => this.#scanWith(set) });
        this.exports = new ExportMenu(client, address.job, () => this.#recording);
        this.head.tools.append(this.exports.root);
        this.root = element("div", { class: "scan" },
            this.#problem, this.head.root, this.progress.root, this.scrubber.root,
            this.figures.root, this.sweep.root, this.#charts,
            this.treemap.root, this.failures.root, this.strategy.root, this.tabs.root);
        this.#clock = setInterval(() => this.#schedule(), 250);
        this.#schedule();
    }

    /** Shows another record or stock of the same scan. */
    goTo(address) {
        if (address.at !== this.#recording.at) this.scrubber.seek(address.at);
        if (address.set !== null) this.sweep.choose(address.set);
        this.#ticker = address.ticker;
        if (address.ticker) this.#openSheet(); else this.#sheet?.close();
    }

    key(event) {
        const steps = { ArrowLeft: -1, ArrowRight: 1 };
        if (event.key in steps) {
            this.scrubber.step(steps[event.key] * (event.shiftKey ? 10 : 1));
        } else if (["j", "k", "/"].includes(event.key)) {
            this.tabs.choose("stocks");
            if (event.key === "/") this.#rows.filter.focus();
            else this.#rows.table?.move(event.key === "j" ? 1 : -1);
        } else if (event.key === "Enter") return this.#rows.table?.openSelected() ?? false;
        else if (event.key === " ") this.scrubber.togglePlay();
        else if (event.key === "Home") this.scrubber.seek(0);
        else if (event.key === "End") this.scrubber.seek(null);
        else if (/^[1-4]$/.test(event.key)) this.scrubber.setSpeed(Number(event.key) - 1);
        else return false;
        return true;
    }

    /** The table that the keys walk through: of stocks, or of a sweep's sets. */
    get #rows() {
        return this.#recording.latest.sweep ? this.sweep.table : this.table;
    }

    openStock(ticker) {
        if (ticker === this.#ticker) return;
        writeNotes();
        goTo(addressWith({ ticker }, Object.fromEntries(new URLSearchParams(location.search))));
    }

    close() {
        clearInterval(this.#clock);
        cancelAnimationFrame(this.#frame);
        this.scrubber.close();
        this.#recording.close();
        this.sweep.close();
        this.#sheet?.remove();
        this.#announcer.clear();
        document.title = "Tapedeck";
    }

    #schedule() {
        this.#frame ??= requestAnimationFrame(() => this.#draw());
    }

    #draw() {
        this.#frame = null;
        const recording = this.#recording;
        const { shown, connection } = recording;
        const hasTape = recording.records.length > 0;
        const problem = connection.state === "failed" ? connection.problem : null;
        show(this.#problem, problem !== null);
        if (problem) this.#problem.textContent = `${problem.message}.`;
        this.root.classList.toggle("waits", !hasTape);
        this.root.classList.toggle("gone", problem !== null && !hasTape);
        this.head.show(recording);
        this.progress.show(recording);
        this.scrubber.show();
        this.#tellOthers(recording);
        this.#drawResults(shown);
        if (hasTape && this.#ticker && !this.#sheet) this.#openSheet();
    }

    /** Draws what is costly, if it is another state and not too soon. */
    #drawResults(shown) {
        const key = `${shown.lastSeq} ${shown.done} ${shown.phase}`;
        if (key === this.#drawnKey) return;
        const now = performance.now();
        // The first results are shown at once.
        const isFew = Math.min(this.#drawnStocks, shown.sweep ? shown.done : shown.stocks.length) === 0;
        if (now - this.#drawnAt < PAUSE && !shown.isFinished && !isFew) return;
        this.#drawnAt = now;
        this.#drawnKey = key;
        const stocks = shown.stocks.slice();
        this.#drawnStocks = shown.sweep ? shown.done : stocks.length;
        const isSweep = shown.sweep !== null;
        for (const root of [this.#charts, this.tabs.root]) show(root, !isSweep);
        show(this.sweep.root, isSweep);
        if (isSweep) this.sweep.show(shown);
        this.figures.show(shown);
        this.histogram.show(stocks);
        this.treemap.show(stocks);
        this.portfolio.show(shown);
        this.failures.show(shown.failures);
        this.strategy.show(shown);
        this.table.show(stocks);
        this.tabs.offer("signals", this.signals.show(shown));
        this.tabs.offer("trades", this.trades.show(shown));
        // Drawing has its cost: the next comes later where there is much.
        this.#drawnAt = Math.max(now, performance.now() - PAUSE / 2);
    }

    #tellOthers({ latest, connection, isAtEnd }) {
        const place = `${latest.progressPct.toFixed(0)}%`;
        document.title = latest.phase === "running"
            ? `${place} · ${latest.request?.strategy} · Tapedeck`
            : `${latest.sweep ? "Sweep of " : ""}${latest.request?.strategy ?? "Scan"} · Tapedeck`;
        if (!isAtEnd || !latest.request) return;
        if (connection.state === "lost") {
            this.#announcer.say("The connection is lost. The clock stands still.", true);
        } else if (latest.isFinished) {
            this.#announcer.say(this.progress.spoken(latest), true);
        } else if (latest.done > 0) {
            this.#announcer.say(this.progress.spoken(latest));
        }
    }

    #openSheet() {
        if (this.#sheet?.ticker === this.#ticker) return;
        this.#sheet?.remove();
        const { request, strategy, phase, stocks } = this.#recording.latest;
        // The text of the strategy follows the request; tapes of former versions have none.
        if (!request || (!strategy && phase === "requested")) return;
        this.#sheet = new StockSheet(this.#client, request, this.#ticker, {
            result: stocks.find((each) => each.ticker === this.#ticker),
            text: strategy?.text ?? null, onClose: () => this.#closeSheet() });
        this.table.table.select(this.#ticker);
    }

    #closeSheet() {
        this.#sheet = null;
        if (this.#ticker === null) return;
        this.#ticker = null;
        note({ ticker: null });
    }

    /** Asks the service to `cancel` the scan or to `resume` it. */
    async #ask(verb) {
        try {
            await this.#client[verb](this.#recording.job);
        } catch (problem) {
            this.head.tell(problem.message);
        }
    }

    #again() {
        const { request, strategy, sweep } = this.#recording.latest;
        keep({ ...request, ...sweep?.terms, ...(strategy
            ? { strategy_text: strategy.text, strategy_sha256: strategy.sha256 } : {}) });
        goTo("/");
    }

    /** Starts a scan with a set of the sweep, and goes there. */
    async #scanWith(set) {
        const strategies = await this.#client.strategies();
        const { latest } = this.#recording;
        const started = await this.#client.start(requestOf(latest, set, strategies));
        goTo(addressWith({ job: started.job_id }));
    }
}
