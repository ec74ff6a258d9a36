// A page of somebody's own with the component in it, which tells the test what it gets.

import { StrictMode, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { MarketScanClient } from "../../../../Sources/Dashboard/Site/market-scan.js";
import type {
    FollowProgress, FollowRecords, ScanFollower, ScanMessage,
} from "../../../../Sources/Dashboard/Site/market-scan.js";
import { MarketScanProgress } from "../../../../Sources/Dashboard/Site/react/MarketScanProgress";

declare global {
    interface Window {
        seen: [number | null, ScanMessage][];
    }
}

window.seen = [];

/** Notes all messages on their way to the component. */
class NotingClient extends MarketScanClient {
    override follow(job: string, options?: FollowProgress | FollowRecords): ScanFollower {
        const given = options as FollowProgress;
        // A component that mounts anew begins anew.
        window.seen = [];
        const seen = window.seen;
        return super.follow(job, {
            ...given,
            onMessage(message, id) {
                seen.push([id, message]);
                given.onMessage?.(message, id);
            },
        });
    }
}

function App() {
    const query = new URLSearchParams(location.search);
    const base = query.get("service") ?? "";
    const client = useMemo(() => new NotingClient({ base }), [base]);
    const [isMounted, setIsMounted] = useState(true);
    const [job, setJob] = useState(query.get("job"));
    return (
        <main>
            <button type="button" onClick={() => setIsMounted(!isMounted)}>Mount</button>
            <output id="job">{job}</output>
            {isMounted && (
                <MarketScanProgress
                    client={client} every={1} job={job} onStarted={setJob}
                    request={{
                        strategy: query.get("strategy") ?? "sma_cross",
                        source: query.get("source") ?? "bundled",
                        tickers: query.get("tickers")?.split(" ") ?? null,
                    }} />
            )}
        </main>
    );
}

createRoot(document.getElementById("root") as HTMLElement).render(
    <StrictMode><App /></StrictMode>);
