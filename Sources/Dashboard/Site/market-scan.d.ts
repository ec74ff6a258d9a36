/** The types of market-scan.js: Tapedeck's client. */

import type { FailureCode, ScanRequest, StockResult } from "./market-scan/records.js";

export * from "./market-scan/records.js";

export interface StartedScan {
    job_id: string;
    stream_url: string | null;
    status_url: string;
    results_url: string;
    cancel_url: string;
    use_sse: boolean;
}

export interface FailedStock {
    ticker: string;
    sector: string | null;
    error: string;
    code: FailureCode;
}

interface OfJob {
    job_id: string;
}

interface Counts extends OfJob {
    current: number;
    total: number;
}

interface Figures extends Counts {
    progress_pct: number;
    elapsed_time: number;
    successful: number;
    failed: number;
    current_pnl: number;
}

export interface StartMessage extends OfJob {
    type: "start";
    total: number;
    total_stocks: number;
    strategy: string;
    message: string;
}

export interface ProgressMessage extends Figures {
    type: "progress";
    ticker: string;
    stock_time: number;
    eta_seconds: number;
}

/** A stock has failed; the scan goes on. */
export interface ErrorMessage extends Counts {
    type: "error";
    ticker: string;
    error: string;
    code: FailureCode;
}

export interface SlowMessage extends Counts {
    type: "slow";
    ticker: string;
    stock_time: number;
}

export interface ResumedMessage extends Counts {
    type: "resumed";
    message: string;
    remaining: number;
}

/** The live source refuses one stock after the other, and is left alone for a while. */
export interface PausedMessage extends Counts {
    type: "paused";
    error: string;
    code: FailureCode;
    wait_seconds: number;
}

/** The source answers nobody: the scan has ended for now; a `resumed` may follow. */
export interface InterruptedMessage extends Figures {
    type: "interrupted";
    error: string;
    code: FailureCode;
}

export interface CompleteMessage extends OfJob {
    type: "complete";
    strategy: string;
    start_date: string | null;
    end_date: string | null;
    interval: string;
    total: number;
    total_stocks: number;
    successful: number;
    failed: number;
    total_pnl: number;
    total_time: number;
    start_value: number;
    end_value: number;
    return_pct: number;
    total_trades: number;
    winning_trades: number;
    losing_trades: number;
    stocks_with_trades: number;
    stock_results: StockResult[];
    failed_stocks: FailedStock[];
    macro_statistics: Record<string, number>;
    statistics: Record<string, unknown>;
    portfolio: {
        times: string[]; values: number[]; [figure: string]: unknown;
        /** Holding the same stocks; left out for tapes of earlier versions. */
        benchmark?: { values: number[]; [figure: string]: unknown };
    } | null;
}

export interface CancelledMessage extends Figures {
    type: "cancelled";
}

export interface FailedMessage extends Figures {
    type: "failed";
    error: string;
    code: FailureCode;
}

/** The stream begins again: drop what came before. */
export interface ResetMessage extends OfJob {
    type: "reset";
    last_event_id: string;
    message: string;
}

export type ScanMessage =
    | StartMessage | ProgressMessage | ErrorMessage | SlowMessage | ResumedMessage
    | PausedMessage | InterruptedMessage
    | CompleteMessage | CancelledMessage | FailedMessage | ResetMessage;

/** What is varied in a sweep, and how its best set is found. */
export interface SweepGrid {
    /** `NAME=from..to:step`, `NAME=from..to` or `NAME=v1,v2`. */
    grid?: string[] | null;
    random?: number | null;
    seed?: number | null;
    where?: string[] | null;
    objective?: SweepFigure | null;
    /** Such as `2y/6m`. */
    walk_forward?: string | null;
    max_trials?: number | null;
}

export type SweepFigure =
    | "sharpe_ratio" | "return_pct" | "max_drawdown" | "trades" | "exposure_pct" | "gained_pct"
    | "median_return_pct" | "excess_return_pct";

/** A set of parameters, and the figure that it is best by. */
export interface BestSet {
    set: number;
    parameters: Record<string, number>;
    figure: SweepFigure;
    value: number | null;
}

interface SweepCounts {
    total_sets: number;
    total_stocks: number;
    stocks_done: number;
    successful: number;
    failed: number;
    trials_per_second: number | null;
    best_so_far: BestSet | null;
}

/** How far a sweep is; what is counted are trials, a set on a stock each. */
export interface SweepProgressMessage extends Counts, SweepCounts {
    type: "progress";
    progress_pct: number;
    ticker: string;
    elapsed_time: number;
    eta_seconds: number;
}

export interface SweepStartMessage extends OfJob {
    type: "start";
    total: number;
    total_stocks: number;
    total_sets: number;
    strategy: string;
    message: string;
}

/** A set with its figures, those of its equal-weight portfolio. */
export interface SetRow extends Record<SweepFigure, number | null> {
    set: number;
    inputs: Record<string, number>;
    neighbours: number | null;
}

export interface SweepCompleteMessage extends OfJob {
    type: "complete";
    kind: "sweep";
    strategy: string;
    total: number;
    total_stocks: number;
    total_sets: number;
    successful: number;
    failed: number;
    trials: number;
    total_time: number;
    trade_from: string | null;
    best: BestSet & Partial<SetRow> | null;
    judgement: {
        verdict: "none" | "luck" | "doubtful" | "edge"; sentences: string[];
        [figure: string]: unknown;
    } | null;
    /** Best first. */
    sets: SetRow[];
    walk_forward: Record<string, unknown> | null;
    failed_stocks: FailedStock[];
    [figure: string]: unknown;
}

/** A sweep that has ended before it was complete. */
export interface SweepEndMessage extends Counts {
    type: "cancelled" | "interrupted" | "failed";
    progress_pct: number;
    elapsed_time: number;
    successful: number;
    failed: number;
    current_pnl?: undefined;
    error?: string;
}

/** What the stream of a sweep has; whoever follows one can take it for this. */
export type SweepMessage =
    | SweepStartMessage | SweepProgressMessage | ErrorMessage | SlowMessage | ResumedMessage
    | PausedMessage | SweepCompleteMessage | SweepEndMessage | ResetMessage;

/** A record of a tape; a `KnownRecord` unless a later version wrote it. */
export interface TapeRecord {
    seq: number;
    at: string;
    type: string;
    [member: string]: unknown;
}

export interface ScanStatus extends Figures {
    state: "requested" | "running" | "interrupted" | "completed" | "cancelled" | "failed";
    complete: boolean;
    strategy: string;
    requested_at: string;
    ticker: string | null;
    eta_seconds: number;
    last_event_id: number;
    error?: string;
    results: CompleteMessage | null;
}

export type Connection =
    | { state: "connecting" | "live" | "polling" | "ended" | "closed" }
    /** Nothing comes through; the next attempt follows in `retryIn` milliseconds. */
    | { state: "lost"; reason: string; attempt: number; retryIn: number }
    | { state: "failed"; problem: ScanProblem };

interface FollowBasics {
    /** Go on after this record; from the first message where it is null. */
    after?: number | null;
    /** `auto` streams and polls where that does not get through. */
    mode?: "auto" | "stream" | "poll";
    /** How often to poll, in milliseconds. */
    pollInterval?: number;
    /** After how long without a byte to ask whether something should have come. */
    silence?: number;
    onConnection?(connection: Connection): void;
}

export interface FollowProgress extends FollowBasics {
    view?: "progress";
    /** How many stocks a progress message stands for. */
    every?: number;
    /** `id` is that of the last record folded in; null for a reset. */
    onMessage?(message: ScanMessage, id: number | null): void;
}

export interface FollowRecords extends FollowBasics {
    view: "events";
    onMessage?(record: TapeRecord, id: number | null): void;
}

export interface ScanFollower {
    /** Rejects with the `ScanProblem` that ended it. */
    readonly done: Promise<"ended" | "closed">;
    /** Ends it; no message comes after this. */
    close(): void;
    /** Does not wait any longer before the next attempt. */
    retryNow(): void;
}

export class ScanProblem extends Error {
    readonly status: number;
    readonly errors: { pointer: string; detail: string }[];
    readonly retryAfter: number | null;
    constructor(status: number, document?: object, retryAfter?: number | null);
}

interface Cancellable {
    signal?: AbortSignal;
}

/** What is to be run: a strategy of the service by its name, or one by its text. */
export type RunRequest = ScanRequest
    | Omit<ScanRequest, "strategy"> & { strategy_text: string; strategy?: string };

/** A mistake in a strategy's text, or a warning; line and column count from 1. */
export interface StrategyProblem {
    line: number;
    /** In characters of Unicode, as `length` is. */
    column: number;
    length: number;
    severity: "error" | "warning";
    code: string;
    message: string;
    /** The line, or the part of a long one that `caret` characters come before the place. */
    source_line: string;
    caret: number;
}

export interface StrategyParameter {
    name: string;
    type: "integer" | "number" | "boolean";
    default: number;
    /** Null where any number will do. */
    minimum: number | null;
    maximum: number | null;
    step: number | null;
    summary: string;
}

/** What can be scanned with. */
export interface Strategy {
    name: string;
    title: string;
    summary: string;
    rules: string[];
    parameters: StrategyParameter[];
    origin: "built_in" | "file";
    sha256: string;
}

export interface BrokenStrategy {
    name: string;
    sha256: string | null;
    problems: StrategyProblem[];
}

export interface StrategyList {
    strategies: Strategy[];
    /** Files that are no strategies yet. */
    broken: BrokenStrategy[];
    /** Whether the service takes strategies. */
    writable: boolean;
}

/** A strategy with its text; one with mistakes has `problems` in place of what it says. */
export type StrategyDocument = Pick<Strategy, "name" | "origin" | "sha256">
    & Partial<Strategy> & { text: string; problems?: StrategyProblem[] };

/** What a text says; what can be known only without errors is null or empty with them. */
export interface StrategyReport {
    ok: boolean;
    language: number | null;
    sha256: string;
    title: string | null;
    about: string | null;
    problems: StrategyProblem[];
    parameters: StrategyParameter[];
    columns: {
        name: string; kind: "number" | "series" | "truth" | "lines"; lines: string[];
        is_state: boolean; line: number; first_index: number;
    }[];
    rules: { line: number; statement: string; sentence: string }[];
    requirements: { line: number; condition: string; reason: string | null }[];
    bars_needed: number | null;
    cost: {
        columns: number; position_columns: number; peak_columns: number;
        most_bars: number | null;
    } | null;
}

/** What an order does with the position. */
export type OrderAction =
    "enter_long" | "enter_short" | "exit" | "reverse_to_long" | "reverse_to_short";

/** What a strategy holds of a stock at its last bar, and what it orders there. */
export interface StockSignalRow {
    ticker: string;
    sector: string | null;
    last_time: string;
    last_close: number;
    /** Whether another stock has a later bar. */
    stale: boolean;
    action: OrderAction | null;
    /** Shares to buy, or to sell where negative, at the last close. */
    order_shares: number | null;
    refused: boolean;
    order_line: number | null;
    order_stop: number | null;
    order_target: number | null;
    side: "long" | "short" | null;
    size: number | null;
    entry_time: string | null;
    entry_price: number | null;
    entry_line: number | null;
    bars_held: number | null;
    gain: number | null;
    gain_pct: number | null;
    stop: number | null;
    target: number | null;
}

/** Of which scan signals are, and of which time. */
export interface SignalsHead {
    job_id: string;
    strategy: string;
    interval: string;
    fills: "next_open" | "close";
    market_time: string | null;
}

/** What a scan holds and orders at the end of its bars. */
export interface ScanSignals extends SignalsHead {
    /** What prices, and so stops and shares, are adjusted for; null where that is not known. */
    price_adjustment: "none" | "splits" | "splits_and_dividends" | null;
    /** Bars of a session that has not ended, which were left out. */
    rows_open: number;
    stocks: number;
    orders: number;
    positions: number;
    stale: number;
    signals: StockSignalRow[];
    diff?: SignalsHead & {
        changes: {
            ticker: string;
            action_before: OrderAction | null;
            action: OrderAction | null;
            side_before: "long" | "short" | null;
            side: "long" | "short" | null;
        }[];
    };
}

export class MarketScanClient {
    constructor(options?: { base?: string; token?: string | null });
    start(
        request: RunRequest, options?: Cancellable & { idempotencyKey?: string },
    ): Promise<StartedScan>;
    /** Starts a sweep; it is followed, cancelled and asked for as a scan is. */
    startSweep(
        request: RunRequest & SweepGrid, options?: Cancellable & { idempotencyKey?: string },
    ): Promise<StartedScan>;
    follow(job: string, options?: FollowProgress): ScanFollower;
    follow(job: string, options: FollowRecords): ScanFollower;
    status(job: string, options?: Cancellable & { at?: number }): Promise<ScanStatus>;
    results(
        job: string, options?: Cancellable,
    ): Promise<CompleteMessage | CancelledMessage | FailedMessage>;
    /** What a completed scan holds and orders at the end of its bars; `diff` names an earlier one. */
    signals(job: string, options?: Cancellable & { diff?: string }): Promise<ScanSignals>;
    cancel(job: string): Promise<ScanStatus>;
    /** Goes on with a scan that has ended for now. */
    resume(job: string): Promise<ScanStatus>;
    jobs(
        query?: Record<string, string | number | null | undefined>, options?: Cancellable,
    ): Promise<{ jobs: object[]; next: string | null }>;
    strategies(): Promise<Strategy[]>;
    /** All strategies, the files with mistakes, and whether the service takes others. */
    strategyList(options?: Cancellable): Promise<StrategyList>;
    strategy(
        name: string, options?: Cancellable,
    ): Promise<{ strategy: StrategyDocument; etag: string | null }>;
    /**
     * Saves a text by a name: only over the tag `ifMatch`, or with `ifNoneMatch: "*"` only where
     * there is none; a `ScanProblem` of status 412 says that it is otherwise.
     */
    saveStrategy(
        name: string, text: string,
        options?: Cancellable & { ifMatch?: string | null; ifNoneMatch?: "*" | null },
    ): Promise<{ report: StrategyReport; etag: string | null; isNew: boolean }>;
    removeStrategy(
        name: string, options?: Cancellable & { ifMatch?: string | null },
    ): Promise<void>;
    /** What is wrong with a text, or what it says. */
    checkStrategy(
        text: string, options?: Cancellable & { name?: string },
    ): Promise<StrategyReport>;
    universes(): Promise<object[]>;
    /** One strategy on one stock; with `columns`, the columns of the strategy, too. */
    backtest(
        request: RunRequest & { ticker: string; columns?: boolean }, options?: Cancellable,
    ): Promise<object>;
    records(job: string, options?: Cancellable): Promise<TapeRecord[]>;
    openSession(token: string): Promise<void>;
    closeSession(): Promise<void>;
    url(path: string): string;
    send(
        path: string,
        options?: Cancellable & {
            method?: string; body?: unknown; headers?: Record<string, string>;
        },
    ): Promise<Response>;
}

export class EventParser {
    retry: number | null;
    push(bytes: Uint8Array): { data: string; id: string | null }[];
}
