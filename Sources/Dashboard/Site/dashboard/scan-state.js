// A scan as its records so far tell it: the fold that all panels show, and the same as the
// service's own, at every record.

import { rounded } from "./rounding.js";

export class ScanState {
    request = null;
    jobID = "";
    requestedAt = "";
    engine = "";
    total = 0;
    phase = "requested";
    /** Results in the order in which they came. */
    stocks = [];
    failures = [];
    /** Stocks reported slow that are still worked on: ticker and seconds. */
    slow = [];
    pnl = 0;
    lastTicker = null;
    lastSeconds = 0;
    elapsed = 0;
    failureMessage = null;
    /** Why the scan waits before it asks its source again; null once that has answered. */
    pauseMessage = null;
    lastSeq = -1;
    resumptions = 0;
    #done = new Set();
    #curve = null;

    get done() {
        return this.stocks.length + this.failures.length;
    }

    get isFinished() {
        return !["requested", "running", "interrupted"].includes(this.phase);
    }

    get progressPct() {
        return this.total === 0 ? 0 : (this.done / this.total) * 100;
    }

    get etaSeconds() {
        if (this.isFinished || this.done === 0) return 0;
        return (this.elapsed / this.done) * Math.max(0, this.total - this.done);
    }

    /** The value of all stocks together; null until all of it is on the tape. */
    get portfolio() {
        return this.#curve && this.#curve.times.length === this.#curve.points ? this.#curve : null;
    }

    /** Best first; equal ones by ticker. */
    get ranking() {
        return this.stocks.toSorted((a, b) =>
            b.pnl - a.pnl || (a.ticker < b.ticker ? -1 : a.ticker > b.ticker ? 1 : 0));
    }

    /** Folds in the next record. */
    apply(record) {
        this.lastSeq = record.seq;
        if (this.isFinished) return;
        switch (record.type) {
        case "scan_requested":
            this.request = record.request;
            this.jobID = record.job_id;
            this.engine = record.engine;
            this.requestedAt = record.at;
            this.total = record.stocks;
            break;
        case "scan_started":
            this.phase = "running";
            break;
        case "stock_completed":
            if (this.#note(record.result.ticker, record)) {
                this.stocks.push(record.result);
                this.pnl += record.result.pnl;
            }
            break;
        case "stock_failed":
            if (this.#note(record.ticker, record)) this.failures.push(record);
            break;
        case "stock_slow":
            if (this.#done.has(record.ticker)) break;
            this.slow = this.slow.filter((stock) => stock.ticker !== record.ticker);
            this.slow.push({ ticker: record.ticker, seconds: record.seconds });
            this.elapsed = record.elapsed;
            break;
        case "scan_resumed":
            this.slow = [];
            this.resumptions += 1;
            if (this.phase === "interrupted") this.phase = "running";
            this.failureMessage = null;
            this.elapsed = record.elapsed;
            break;
        case "scan_paused":
            this.pauseMessage = record.message;
            this.elapsed = record.elapsed;
            break;
        case "scan_interrupted":
            this.#finish("interrupted", record);
            this.failureMessage = record.message;
            break;
        case "portfolio_valued":
            this.#addCurve(record);
            break;
        case "scan_completed":
            this.#finish("completed", record);
            this.pnl = this.ranking.reduce((sum, stock) => sum + stock.pnl, 0);
            break;
        case "scan_cancelled":
            this.#finish("cancelled", record);
            break;
        case "scan_failed":
            this.#finish("failed", record);
            this.failureMessage = record.message;
            break;
        }
    }

    /** The status document, without the results. */
    get status() {
        return {
            job_id: this.jobID, state: this.phase, complete: this.isFinished,
            strategy: this.request?.strategy ?? "", requested_at: this.requestedAt,
            current: this.done, total: this.total,
            progress_pct: rounded(this.progressPct, 1), ticker: this.lastTicker,
            successful: this.stocks.length, failed: this.failures.length,
            current_pnl: rounded(this.pnl, 2), elapsed_time: rounded(this.elapsed, 1),
            eta_seconds: rounded(this.etaSeconds, 1), last_event_id: this.lastSeq,
            ...(this.failureMessage === null ? {} : { error: this.failureMessage }),
        };
    }

    #finish(phase, record) {
        this.phase = phase;
        this.pauseMessage = null;
        this.elapsed = record.elapsed;
    }

    #note(ticker, record) {
        if (this.#done.has(ticker)) return false;
        this.#done.add(ticker);
        this.pauseMessage = null;
        if (this.slow.length > 0) {
            this.slow = this.slow.filter((stock) => stock.ticker !== ticker);
        }
        this.lastTicker = ticker;
        this.lastSeconds = record.seconds;
        this.elapsed = record.elapsed;
        return true;
    }

    #addCurve(part) {
        // A resumed scan may tell the whole curve again.
        if (part.offset === 0) {
            const { stocks, statistics, points } = part;
            this.#curve = { stocks, statistics, points, times: [], values: [] };
        }
        if (this.#curve?.times.length !== part.offset) return;
        this.#curve.times.push(...part.times);
        this.#curve.values.push(...part.values);
    }
}
