// A market scan in a React component (18 or 19): started, followed through drops and restarts of
// the service, cancelled. A sweep is watched in the same way, by its name.

import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { MarketScanClient } from "../market-scan.js";
import type {
    BestSet, CompleteMessage, Connection, FailedStock, ProgressMessage, ScanMessage, ScanRequest,
    SlowMessage, SweepCompleteMessage, SweepMessage, SweepProgressMessage,
} from "../market-scan.js";

export type ScanPhase =
    | "idle" | "starting" | "waiting" | "running" | "interrupted" | "complete" | "cancelled"
    | "failed";

export interface MarketScan {
    phase: ScanPhase;
    /** The scan's name, with which any other page can watch it. */
    job: string | null;
    total: number;
    current: number;
    progressPct: number;
    /** The last progress; null before the first. */
    progress: ProgressMessage | SweepProgressMessage | null;
    /** Null of a sweep, which counts trials and has a best set. */
    pnl: number | null;
    /** The best set of a sweep so far; null of a scan. */
    best: BestSet | null;
    failures: Pick<FailedStock, "ticker" | "error" | "code">[];
    /** Stocks that take unusually long, until the next progress. */
    slow: SlowMessage[];
    /** Whether the service was interrupted and goes on. */
    isResumed: boolean;
    /** Why the price source is left alone for a while; null once it has answered. */
    pause: string | null;
    result: CompleteMessage | null;
    /** What a sweep has come to, in place of `result`. */
    sweepResult: SweepCompleteMessage | null;
    connection: Connection["state"];
    /** Why it could not be started or watched, or why it failed or has ended for now. */
    error: string | null;
}

export interface MarketScanOptions {
    client?: MarketScanClient;
    /** A scan to watch; without one, `start` begins one. */
    job?: string | null;
    /** How many stocks a progress stands for. */
    every?: number;
    onStarted?(job: string): void;
}

export interface MarketScanControl extends MarketScan {
    start(request: ScanRequest): Promise<void>;
    cancel(): Promise<void>;
}

type Action =
    | { kind: "starting" }
    | { kind: "following"; job: string }
    | { kind: "message"; message: ScanMessage | SweepMessage }
    | { kind: "connection"; connection: Connection }
    | { kind: "problem"; text: string };

const nothing: MarketScan = {
    phase: "idle", job: null, total: 0, current: 0, progressPct: 0, progress: null, pnl: 0,
    best: null, failures: [], slow: [], isResumed: false, pause: null, result: null,
    sweepResult: null, connection: "closed", error: null,
};

/** The scan after one more message of its stream. */
export function afterMessage(scan: MarketScan, message: ScanMessage | SweepMessage): MarketScan {
    switch (message.type) {
    case "reset":
        return { ...nothing, job: scan.job, phase: "waiting", connection: scan.connection };
    case "start":
        return {
            ...scan, phase: "running", total: message.total,
            pnl: "total_sets" in message ? null : scan.pnl,
        };
    case "progress":
        return {
            ...scan, phase: "running", total: message.total, current: message.current,
            progressPct: message.progress_pct, progress: message, slow: [], pause: null,
            ...("best_so_far" in message
                ? { pnl: null, best: message.best_so_far } : { pnl: message.current_pnl }),
        };
    case "error": {
        const { ticker, error, code } = message;
        return {
            ...scan, current: message.current, total: message.total,
            progressPct: percent(message.current, message.total),
            failures: [...scan.failures, { ticker, error, code }], pause: null,
        };
    }
    case "slow":
        return {
            ...scan, slow: [...scan.slow.filter((each) => each.ticker !== message.ticker), message],
        };
    case "resumed":
        return { ...scan, phase: "running", isResumed: true, slow: [], pause: null, error: null };
    case "paused":
        return { ...scan, pause: message.error };
    case "complete":
        return {
            ...scan, phase: "complete", current: message.total, total: message.total,
            progressPct: 100, failures: message.failed_stocks, slow: [], pause: null,
            ...("kind" in message
                ? { sweepResult: message, pnl: null, best: message.best }
                : { result: message, pnl: message.total_pnl }),
        };
    case "cancelled":
    case "interrupted":
    case "failed":
        return {
            ...scan, phase: message.type, current: message.current, total: message.total,
            progressPct: message.progress_pct, pnl: message.current_pnl ?? null, slow: [],
            pause: null, error: message.type === "cancelled" ? null : message.error ?? null,
        };
    default:
        return afterLaterMessage(scan, message);
    }
}

/** A later version of the service may say more; what this one says is named above, all of it. */
function afterLaterMessage(scan: MarketScan, _message: never): MarketScan {
    return scan;
}

function percent(part: number, whole: number): number {
    return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;
}

function reduce(scan: MarketScan, action: Action): MarketScan {
    switch (action.kind) {
    case "starting":
        return { ...nothing, phase: "starting" };
    case "following":
        return { ...nothing, phase: "waiting", job: action.job, connection: "connecting" };
    case "message":
        return afterMessage(scan, action.message);
    case "connection": {
        const { connection } = action;
        const error = connection.state === "failed" ? connection.problem.message : scan.error;
        return { ...scan, connection: connection.state, error };
    }
    case "problem":
        return { ...scan, error: action.text, phase: scan.job === null ? "idle" : scan.phase };
    }
}

function textOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

export function useMarketScan(options: MarketScanOptions = {}): MarketScanControl {
    const [ownClient] = useState(() => new MarketScanClient());
    const client = options.client ?? ownClient;
    const { every = 5, onStarted } = options;
    const [startedJob, setStartedJob] = useState<string | null>(null);
    const job = options.job ?? startedJob;
    const [scan, dispatch] = useReducer(reduce, nothing);
    const isStarting = useRef(false);

    useEffect(() => {
        if (job === null) return undefined;
        // What the follower of an earlier effect says on its way out is not this one's.
        let isCurrent = true;
        const tell = (action: Action) => {
            if (isCurrent) dispatch(action);
        };
        tell({ kind: "following", job });
        const follower = client.follow(job, {
            every,
            onMessage: (message) => tell({ kind: "message", message }),
            onConnection: (connection) => tell({ kind: "connection", connection }),
        });
        return () => {
            isCurrent = false;
            follower.close();
        };
    }, [client, job, every]);

    const start = useCallback(async (request: ScanRequest) => {
        // A second click finds the first at work.
        if (isStarting.current) return;
        isStarting.current = true;
        dispatch({ kind: "starting" });
        try {
            const started = await client.start(request);
            setStartedJob(started.job_id);
            onStarted?.(started.job_id);
        } catch (error) {
            dispatch({ kind: "problem", text: textOf(error) });
        } finally {
            isStarting.current = false;
        }
    }, [client, onStarted]);

    const cancel = useCallback(async () => {
        if (job === null) return;
        try {
            await client.cancel(job);
        } catch (error) {
            dispatch({ kind: "problem", text: textOf(error) });
        }
    }, [client, job]);

    return { ...scan, start, cancel };
}
