// A scan as its records so far tell it: the fold that all panels show, and the same as the
// service's own, at every record.

import { joined } from "./recorded-strategy.js";
import { rounded } from "./rounding.js";

export class ScanState {
    request = null;
    jobID = "";
    requestedAt = "";
    /** What the prices are adjusted for; null where the tape does not tell. */
    priceAdjustment = null;
    engine = "";
    total = 0;
    phase = "requested";
    /** Results in the order in which they came. */
    stocks = [];
    failures = [];
    /** Stocks reported slow that are still worked on: ticker and seconds. */
    slow = [];
    /** Stocks that have a result, but are not in the portfolio of the resumed scan, and why. */
    leftOut = [];
    pnl = 0;
    lastTicker = null;
    lastSeconds = 0;
    elapsed = 0;
    failureMessage = null;
    /** Why the scan waits before it asks its source again; null once that has answered. */
    pauseMessage = null;
    lastSeq = -1;
    resumptions = 0;
    /** The record that counts the rules on all stocks; null until they are counted. */
    rules = null;
    #signals = null;
    #done = new Set();
    #curve = null;
    #strategy = null;

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

    /** Of how many stocks signals are told; null until all of them are on the tape. */
    get signals() {
        return this.#signals?.read === this.#signals?.total ? this.#signals?.total ?? null : null;
    }

    /** The strategy's text with its language and digest; null until all of it is on the tape. */
    get strategy() {
        return this.#strategy && this.#strategy.read === this.#strategy.bytes
            ? this.#strategy : null;
    }

    /** Best first; equal ones by ticker. */
    get ranking() {
        return this.stocks.toSorted((a, b) =>
            b.pnl - a.pnl || (a.ticker < b.ticker ? -1 : a.ticker > b.ticker ? 1 : 0));
    }

    /** What each type of record changes; one that is not here, of a later version, nothing. */
    static #folds = {
        scan_requested(state, record) {
            state.request = record.request;
            state.jobID = record.job_id;
            state.engine = record.engine;
            state.requestedAt = record.at;
            state.priceAdjustment = record.price_adjustment ?? null;
            state.total = record.stocks;
        },
        strategy_recorded(state, record) {
            state.#strategy = joined(state.#strategy, record);
        },
        scan_started(state) {
            state.phase = "running";
        },
        stock_completed(state, record) {
            if (!state.#note(record.result.ticker, record)) return;
            state.stocks.push(record.result);
            state.pnl += record.result.pnl;
        },
        stock_failed(state, record) {
            if (state.#note(record.ticker, record)) state.failures.push(record);
        },
        stock_slow(state, record) {
            if (state.#done.has(record.ticker)) return;
            const slow = state.slow.find((stock) => stock.ticker === record.ticker);
            if (slow) slow.seconds = record.seconds;
            else state.slow.push({ ticker: record.ticker, seconds: record.seconds });
            state.elapsed = record.elapsed;
        },
        stock_left_out(state, record) {
            state.leftOut.push(record);
            state.elapsed = record.elapsed;
        },
        scan_resumed(state, record) {
            state.slow = [];
            // The portfolio begins anew, and so do the counts of the rules.
            state.leftOut = [];
            state.rules = null;
            state.#signals = null;
            state.resumptions += 1;
            if (state.phase === "interrupted") state.phase = "running";
            state.failureMessage = null;
            state.elapsed = record.elapsed;
        },
        scan_paused(state, record) {
            state.pauseMessage = record.message;
            state.elapsed = record.elapsed;
        },
        scan_interrupted(state, record) {
            state.#finish("interrupted", record);
            state.failureMessage = record.message;
        },
        portfolio_valued(state, record) {
            state.#addCurve(record);
        },
        // The rows are asked for, not folded.
        signals_given(state, record) {
            const { offset, total, signals } = record;
            if (offset === 0) state.#signals = { total, read: 0 };
            const told = state.#signals;
            if (told?.total === total && told.read === offset) told.read += signals.length;
        },
        rules_counted(state, record) {
            state.rules = record;
        },
        scan_completed(state, record) {
            state.#finish("completed", record);
            state.pnl = state.ranking.reduce((sum, stock) => sum + stock.pnl, 0);
        },
        scan_cancelled(state, record) {
            state.#finish("cancelled", record);
        },
        scan_failed(state, record) {
            state.#finish("failed", record);
            state.failureMessage = record.message;
        },
        // Trades are asked for as a table, not folded.
        stock_traded() {},
        log_sealed() {},
    };

    /** The types of records that are known here. */
    static get eventTypes() {
        return Object.keys(ScanState.#folds);
    }

    /** Folds in the next record. */
    apply(record) {
        this.lastSeq = record.seq;
        if (this.isFinished || !Object.hasOwn(ScanState.#folds, record.type)) return;
        ScanState.#folds[record.type](this, record);
    }

    /** The status document, without the results. */
    get status() {
        return {
            job_id: this.jobID, state: this.phase, complete: this.isFinished,
            strategy: this.request?.strategy ?? "",
            ...(this.priceAdjustment === null ? {} : { price_adjustment: this.priceAdjustment }),
            requested_at: this.requestedAt,
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
            const { stocks, statistics, points, benchmark = null } = part;
            this.#curve = {
                stocks, statistics, points, benchmark, times: [], values: [], benchmarkValues: [] };
        }
        if (this.#curve?.times.length !== part.offset) return;
        this.#curve.times.push(...part.times);
        this.#curve.values.push(...part.values);
        this.#curve.benchmarkValues.push(...(part.benchmark_values ?? []));
    }
}
