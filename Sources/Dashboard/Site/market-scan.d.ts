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
    portfolio: { times: string[]; values: number[]; [figure: string]: unknown } | null;
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

export class MarketScanClient {
    constructor(options?: { base?: string; token?: string | null });
    start(
        request: ScanRequest, options?: Cancellable & { idempotencyKey?: string },
    ): Promise<StartedScan>;
    follow(job: string, options?: FollowProgress): ScanFollower;
    follow(job: string, options: FollowRecords): ScanFollower;
    status(job: string, options?: Cancellable & { at?: number }): Promise<ScanStatus>;
    results(
        job: string, options?: Cancellable,
    ): Promise<CompleteMessage | CancelledMessage | FailedMessage>;
    cancel(job: string): Promise<ScanStatus>;
    /** Goes on with a scan that has ended for now. */
    resume(job: string): Promise<ScanStatus>;
    jobs(
        query?: Record<string, string | number | null | undefined>, options?: Cancellable,
    ): Promise<{ jobs: object[]; next: string | null }>;
    strategies(): Promise<object[]>;
    universes(): Promise<object[]>;
    backtest(request: ScanRequest & { ticker: string }, options?: Cancellable): Promise<object>;
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
