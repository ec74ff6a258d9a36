// The progress of a market scan, with a button to start it. It has class names and no styles.

import { useMarketScan } from "./use-market-scan";
import type { MarketScanOptions, MarketScanControl } from "./use-market-scan";
import type { BestSet, ScanRequest } from "../market-scan.js";

export interface MarketScanProgressProps extends MarketScanOptions {
    /** What to scan; without it, there is no button. */
    request?: ScanRequest;
}

export function MarketScanProgress({ request, ...options }: MarketScanProgressProps) {
    const scan = useMarketScan(options);
    const isAtWork = ["starting", "waiting", "running"].includes(scan.phase);
    return (
        <section className="market-scan" aria-label="Market scan">
            {request !== undefined && (
                <button
                    type="button" disabled={isAtWork} onClick={() => void scan.start(request)}>
                    {isAtWork ? "Scanning…" : "Start market scan"}
                </button>
            )}
            {scan.phase !== "idle" && <Progress scan={scan} />}
            {scan.error !== null && <p role="alert">{scan.error}</p>}
            {scan.failures.length > 0 && <Failures scan={scan} />}
            {(scan.result ?? scan.sweepResult) !== null && <Result scan={scan} />}
        </section>
    );
}

function Progress({ scan }: { scan: MarketScanControl }) {
    const place = `${scan.current}/${scan.total} (${scan.progressPct.toFixed(1)}%)`;
    const isAtWork = scan.phase === "waiting" || scan.phase === "running";
    const unit = scan.pnl === null ? "trials" : "stocks";
    return (
        <div className="progress-container">
            <div
                className="progress-bar" role="progressbar"
                aria-label={`${unit === "trials" ? "Trials" : "Stocks"} done`}
                aria-valuemin={0} aria-valuemax={100} aria-valuenow={scan.progressPct}
                aria-valuetext={`${scan.current} of ${scan.total} ${unit}`}>
                <div className="progress-fill" style={{ width: `${scan.progressPct}%` }} />
            </div>
            <div className="progress-info">
                <p className="place">{place}</p>
                <p className="phase">{phaseText(scan)}</p>
                {scan.progress !== null && <p>Current: {scan.progress.ticker}</p>}
                {scan.progress !== null && scan.phase === "running" && (
                    <p>Left: {duration(scan.progress.eta_seconds)}</p>
                )}
                {scan.pnl !== null && <p>PnL: {dollars(scan.pnl)}</p>}
                {scan.best !== null && <p className="best">Best so far: {setText(scan.best)}</p>}
                {scan.slow.map((stock) => (
                    <p key={stock.ticker}>
                        {stock.ticker} takes long: {duration(stock.stock_time)} so far
                    </p>
                ))}
            </div>
            {isAtWork && scan.job !== null && (
                <button type="button" onClick={() => void scan.cancel()}>Cancel</button>
            )}
        </div>
    );
}

function Failures({ scan }: { scan: MarketScanControl }) {
    return (
        <details className="failures">
            <summary>{scan.failures.length} failed</summary>
            <ul>
                {scan.failures.map((failure) => (
                    <li key={failure.ticker}>{failure.ticker}: {failure.error}</li>
                ))}
            </ul>
        </details>
    );
}

function Result({ scan }: { scan: MarketScanControl }) {
    if (scan.sweepResult !== null) {
        return (
            <div className="results">
                <h2>Sweep complete</h2>
                {scan.best !== null && <p className="total">Best set: {setText(scan.best)}</p>}
                {scan.sweepResult.judgement?.sentences.map((text) => <p key={text}>{text}</p>)}
            </div>
        );
    }
    const best = scan.result?.stock_results[0];
    return (
        <div className="results">
            <h2>Scan complete</h2>
            <p className="total">Total PnL: {dollars(scan.pnl ?? 0)}</p>
            {best !== undefined && <p>Best: {best.ticker} {dollars(best.pnl)}</p>}
        </div>
    );
}

function phaseText(scan: MarketScanControl): string {
    const isAtWork = scan.phase === "waiting" || scan.phase === "running";
    if (isAtWork && scan.connection === "lost") {
        return "The connection is lost; the figures are those of before";
    }
    if (scan.phase === "running" && scan.pause !== null) return `Waits: ${scan.pause}`;
    if (scan.phase === "running" && scan.isResumed) return "Goes on after an interruption";
    return {
        idle: "", starting: "Starts", waiting: "Waits for its turn", running: "Running",
        interrupted: "Ended for now", complete: "Complete", cancelled: "Cancelled",
        failed: "Failed",
    }[scan.phase];
}

function setText({ parameters, figure, value }: BestSet): string {
    const settings = Object.entries(parameters).map(([name, each]) => `${name} ${each}`);
    return `${settings.join(", ")}: ${figure} ${value === null ? "–" : value.toFixed(2)}`;
}

function duration(seconds: number): string {
    const all = Math.round(seconds);
    return all < 60 ? `${all}s` : `${Math.floor(all / 60)}m ${all % 60}s`;
}

function dollars(amount: number): string {
    const text = Math.round(Math.abs(amount)).toLocaleString("en-US");
    return `${amount < 0 && text !== "0" ? "−" : ""}$${text}`;
}
