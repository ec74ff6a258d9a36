// A scan as its records so far tell it: the fold that all panels show, and the same as the
// service's own, at every record.

import { joined } from "./recorded-strategy.js";
import { rounded } from "./rounding.js";
import { SweepState } from "./sweep-state.js";

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
    /** What a sweep has more than a scan; null for scans. */
    sweep = null;
    #signals = null;
    #done = new Set();
    #curve = null;
    #strategy = null;

    /** How many stocks are done; trials, for a sweep, those that a failed stock will not have too. */
    get done() {
        if (this.sweep) return this.sweep.done;
        return this.stocks.length + this.failures.length;
    }

    /** How many stocks have a result, all of it. */
    get successful() {
        return this.sweep ? this.sweep.successful : this.stocks.length;
    }

    get isFinished() {
        return !["requested", "running", "interrupted"].includes(this.phase);
    }

    get progressPct() {
        return this.total === 0 ? 0 : (this.done / this.total) * 100;
    }

    get etaSeconds() {
        // What a failed stock of a sweep does not have took no time.
        const worked = this.sweep?.trials ?? this.done;
        if (this.isFinished || worked === 0) return 0;
        return (this.workSeconds / worked) * Math.max(0, this.total - this.done);
    }

    /** Seconds of work on what is counted: of a sweep, those since its prices were there. */
    get workSeconds() {
        const { prepared = null } = this.sweep ?? {};
        return prepared === null ? this.elapsed : Math.max(0, this.elapsed - prepared.elapsed);
    }

    /** What is done of a sweep's trials in a second of work; null before the first. */
    get trialsPerSecond() {
        const { trials = 0 } = this.sweep ?? {};
        return trials === 0 || this.workSeconds === 0 ? null : trials / this.workSeconds;
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
            state.#request(record);
        },
        sweep_requested(state, record) {
            state.#request(record);
            state.sweep = new SweepState(record);
            state.total = state.sweep.total;
        },
        strategy_recorded(state, record) {
            state.#strategy = joined(state.#strategy, record);
        },
        scan_started(state) {
            state.phase = "running";
        },
        sets_listed(state, record) {
            state.sweep?.list(record);
        },
        sweep_started(state, record) {
            if (!state.sweep) return;
            state.phase = "running";
            state.sweep.stocks = record.tickers.length;
            state.total = state.sweep.total;
        },
        sweep_prepared(state, record) {
            if (!state.sweep) return;
            state.sweep.prepared = record;
            state.elapsed = record.elapsed;
        },
        trials_completed(state, record) {
            if (!state.#done.has(record.ticker) && state.sweep?.addTrials(record)) {
                state.#noteWork(record);
            }
        },
        sets_valued(state, record) {
            state.sweep?.value(record);
        },
        walk_forward_valued(state, record) {
            state.sweep?.walk(record);
        },
        sweep_judged(state, record) {
            if (!state.sweep) return;
            state.sweep.judge(record);
            state.elapsed = record.elapsed;
        },
        stock_completed(state, record) {
            if (state.sweep || !state.#note(record.result.ticker, record)) return;
            state.stocks.push(record.result);
            state.pnl += record.result.pnl;
        },
        stock_failed(state, record) {
            if (!state.#note(record.ticker, record)) return;
            state.failures.push(record);
            state.sweep?.fail(record.ticker);
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
            state.#resume(record);
        },
        sweep_resumed(state, record) {
            if (!state.sweep) return;
            state.#resume(record);
            state.sweep.resume();
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
        sweep_completed(state, record) {
            if (state.sweep) state.#finish("completed", record);
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
            job_id: this.jobID, ...(this.sweep ? { kind: "sweep" } : {}), state: this.phase,
            complete: this.isFinished,
            strategy: this.request?.strategy ?? "",
            ...(this.priceAdjustment === null ? {} : { price_adjustment: this.priceAdjustment }),
            requested_at: this.requestedAt,
            current: this.done, total: this.total,
            progress_pct: rounded(this.progressPct, 1), ticker: this.lastTicker,
            successful: this.successful, failed: this.failures.length,
            ...(this.sweep ? this.#sweepCounts : { current_pnl: rounded(this.pnl, 2) }),
            elapsed_time: rounded(this.elapsed, 1),
            eta_seconds: rounded(this.etaSeconds, 1), last_event_id: this.lastSeq,
            ...(this.failureMessage === null ? {} : { error: this.failureMessage }),
        };
    }

    get #sweepCounts() {
        const { trialsPerSecond: pace, sweep } = this;
        return {
            total_sets: sweep.sets, total_stocks: sweep.stocks,
            stocks_done: this.successful + this.failures.length,
            trials_per_second: pace === null ? null : rounded(pace, 1),
            best_so_far: sweep.bestSoFar,
        };
    }

    #request(record) {
        this.request = record.request;
        this.jobID = record.job_id;
        this.engine = record.engine;
        this.requestedAt = record.at;
        this.priceAdjustment = record.price_adjustment ?? null;
        this.total = record.stocks;
    }

    #resume(record) {
        this.slow = [];
        // The portfolio begins anew, and so do the counts of the rules.
        this.leftOut = [];
        this.rules = null;
        this.#signals = null;
        this.resumptions += 1;
        if (this.phase === "interrupted") this.phase = "running";
        this.failureMessage = null;
        this.elapsed = record.elapsed;
    }

    #finish(phase, record) {
        this.phase = phase;
        this.pauseMessage = null;
        this.elapsed = record.elapsed;
    }

    #note(ticker, record) {
        if (this.#done.has(ticker)) return false;
        this.#done.add(ticker);
        this.#noteWork(record, ticker);
        this.lastSeconds = record.seconds;
        return true;
    }

    #noteWork(record, ticker = record.ticker) {
        this.pauseMessage = null;
        if (this.slow.length > 0) {
            this.slow = this.slow.filter((stock) => stock.ticker !== ticker);
        }
        this.lastTicker = ticker;
        this.elapsed = record.elapsed;
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
