import { EventParser } from "./event-parser.js";
import { ScanProblem, StreamBlocked } from "./problem.js";
import { scanPath } from "./scan-path.js";
import { acquireSlot } from "./stream-slots.js";
import { StreamWatch } from "./stream-watch.js";

/** For how long to poll before a stream is tried again, in milliseconds. */
const POLLING = 60_000;
const LAST_MESSAGES = new Set(["complete", "cancelled", "failed", "log_sealed"]);

/**
 * A scan as it is followed: by a stream that goes on where it was cut, or by polling where the
 * service wants that, a stream does not get through, or other pages hold all streams.
 */
export class ScanFollower {
    #client;
    #job;
    #options;
    #stop = new AbortController();
    #lastID;
    #attempt = 0;
    #retry = 1000;
    /** Until when to poll, as a stream was held back on its way. */
    #pollsUntil = 0;
    /** A stream that may be had, taken while polling. */
    #slot = null;
    #wake = () => {};
    #polled = null;
    /** Resolves with `ended` or `closed`; rejects with the `ScanProblem` that ended it. */
    done;

    constructor(client, job, options) {
        this.#client = client;
        this.#job = job;
        this.#options = {
            view: "progress", every: 5, after: null, mode: "auto", pollInterval: 1000,
            silence: 10_000, onMessage() {}, onConnection() {}, ...options,
        };
        this.#lastID = this.#options.after;
        this.done = this.#run();
        // Whoever does not look at `done` has `onConnection`.
        this.done.catch(() => {});
    }

    /** Ends it; no message comes after this. */
    close() {
        this.#stop.abort();
        this.#wake();
    }

    /** Does not wait any longer before the next attempt. */
    retryNow() {
        this.#wake();
    }

    async #run() {
        const retryNow = () => this.retryNow();
        globalThis.addEventListener?.("online", retryNow);
        try {
            // What names no scan is not tried again.
            scanPath("stream", this.#job);
            let outcome = "again";
            while (outcome === "again" && !this.#stop.signal.aborted) {
                outcome = await this.#follow();
            }
            const state = this.#stop.signal.aborted ? "closed" : "ended";
            this.#tell(state);
            return state;
        } catch (problem) {
            this.#tell("failed", { problem });
            throw problem;
        } finally {
            this.#slot?.();
            globalThis.removeEventListener?.("online", retryNow);
        }
    }

    /** Follows until it ends or is cut, then waits a while. */
    async #follow() {
        const { mode } = this.#options;
        const polls = mode === "poll" || Date.now() < this.#pollsUntil;
        const slot = polls ? null : this.#slot ?? await acquireSlot(mode === "stream");
        this.#slot = null;
        let error = new Error("the stream was cut");
        try {
            const outcome = slot ? await this.#stream(slot.lost) : await this.#poll();
            if (outcome !== "cut") return outcome;
        } catch (thrown) {
            error = thrown;
        } finally {
            slot?.();
        }
        if (this.#stop.signal.aborted) return "closed";
        if (error instanceof StreamBlocked) {
            if (mode === "auto") this.#pollsUntil = Date.now() + POLLING;
            else await this.#backOff(error);
            return "again";
        }
        if (error instanceof ScanProblem && !isPassing(error.status)) {
            if (!slot || !(await this.#canPoll(error))) throw error;
            this.#options.mode = "poll";
            return "again";
        }
        await this.#backOff(error);
        return "again";
    }

    /** Waits, longer each time, before the next attempt. */
    async #backOff(error) {
        this.#attempt += 1;
        const limit = Math.min(30_000, this.#retry * 2 ** (this.#attempt - 1));
        const asked = (error.retryAfter ?? 0) * 1000;
        const delay = Math.max(asked, limit * (0.5 + Math.random() / 2));
        this.#tell("lost", { reason: error.message, attempt: this.#attempt, retryIn: delay });
        await this.#sleep(delay);
    }

    /** Whether polling gets on where the stream was refused, and not for the scan's own sake. */
    async #canPoll(problem) {
        if (problem.status === 401 || this.#options.mode === "stream") return false;
        try {
            await this.#client.status(this.#job, { signal: this.#stop.signal });
            return true;
        } catch {
            return false;
        }
    }

    /** Streams until the scan or the stream ends, or `lost` tells that another page has its slot. */
    async #stream(lost) {
        const { view, every } = this.#options;
        if (this.#attempt === 0) this.#tell("connecting");
        const watch = new StreamWatch(this.#stop.signal, this.#options.silence, () =>
            this.#checkSilence());
        const giveWay = () => watch.cut(new Error("another page has this stream's place"));
        if (lost?.aborted) giveWay();
        lost?.addEventListener("abort", giveWay);
        try {
            const query = view === "events" ? "view=events" : `view=progress&every=${every}`;
            const headers = { Accept: "text/event-stream" };
            if (this.#lastID != null) headers["Last-Event-ID"] = String(this.#lastID);
            const answer = await this.#client.send(
                `${scanPath("stream", this.#job)}?${query}`, { headers, signal: watch.signal });
            if (answer.status === 204) return "ended";
            if (!(answer.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) {
                throw new StreamBlocked("something between here and the service ate the stream");
            }
            this.#tell("live");
            const parser = new EventParser();
            for await (const chunk of chunks(answer.body)) {
                watch.noteBytes();
                for (const { data, id } of parser.push(chunk)) {
                    const number = id === null ? null : Number(id);
                    if (this.#take(JSON.parse(data), number)) return "ended";
                }
                if (parser.retry) this.#retry = parser.retry;
            }
            return "cut";
        } catch (error) {
            throw watch.verdict ?? error;
        } finally {
            watch.end();
        }
    }

    /** Nothing came for a while: asks whether something should have. */
    async #checkSilence() {
        const before = this.#lastID;
        const signal = AbortSignal.timeout(Math.min(8000, this.#options.silence));
        const status = await this.#client.status(this.#job, { signal });
        const awaits = before == null ? 1 : before + 1;
        const isDue = this.#options.view === "events" || before == null;
        return isDue && status.last_event_id >= awaits;
    }

    /** Hands a message on; true if it is the last. */
    #take(message, id) {
        if (this.#stop.signal.aborted) return true;
        if (message.type === "reset") {
            this.#lastID = null;
            this.#polled = null;
        } else if (id !== null) {
            this.#checkOrder(id);
            this.#lastID = id;
        }
        this.#attempt = 0;
        try {
            this.#options.onMessage(message, id);
        } catch (error) {
            // A fault of the page is not one of the stream.
            globalThis.reportError?.(error);
        }
        return LAST_MESSAGES.has(message.type);
    }

    /** Records count up without gaps: what is missing is asked for again. */
    #checkOrder(id) {
        const expected = (this.#lastID ?? -1) + 1;
        if (this.#options.view === "events" && id !== expected) {
            throw new Error(`record ${id} came where ${expected} was due`);
        }
    }

    async #poll() {
        this.#tell("polling");
        const signal = this.#stop.signal;
        while (!signal.aborted) {
            const status = await this.#client.status(this.#job, { signal });
            if (this.#attempt > 0) this.#tell("polling");
            this.#attempt = 0;
            if (this.#lastID == null || status.last_event_id > this.#lastID) {
                if (await this.#takePolled(status)) return "ended";
            } else if (status.complete) {
                return "ended";
            }
            await this.#sleep(this.#options.pollInterval);
            if (await this.#canStreamNow()) return "again";
        }
        return "closed";
    }

    /** Whether a page that polled for want of a stream may have one now. */
    async #canStreamNow() {
        if (this.#options.mode !== "auto" || Date.now() < this.#pollsUntil) return false;
        this.#slot = await acquireSlot();
        return this.#slot !== null;
    }

    /** Makes of a status the messages that a stream would have brought; true at the end. */
    async #takePolled(status) {
        if (this.#options.view === "events") {
            const records = await this.#client.records(this.#job, { signal: this.#stop.signal });
            return records.slice((this.#lastID ?? -1) + 1)
                .reduce((_, record) => this.#take(record, record.seq), false);
        }
        for (const message of messagesOf(status, this.#polled, this.#lastID)) {
            if (this.#take(message, status.last_event_id)) return true;
        }
        this.#polled = status;
        return false;
    }

    #tell(state, details = {}) {
        this.#options.onConnection({ state, ...details });
    }

    #sleep(milliseconds) {
        if (this.#stop.signal.aborted) return Promise.resolve();
        return new Promise((resolve) => {
            const timer = setTimeout(resolve, milliseconds);
            this.#wake = () => {
                clearTimeout(timer);
                resolve();
            };
        });
    }
}

/** What a progress stream would have said between two statuses. */
function messagesOf(status, before, lastID) {
    const { job_id, strategy, current, total, progress_pct, elapsed_time } = status;
    const { successful, failed, current_pnl } = status;
    const figures = {
        job_id, current, total, progress_pct, elapsed_time, successful, failed, current_pnl };
    const messages = [];
    if (lastID == null && status.state !== "requested") {
        messages.push({
            type: "start", job_id, total, total_stocks: total, strategy,
            message: `Starting market scan with ${total} stocks` });
    }
    if (current > (before?.current ?? 0)) {
        messages.push({
            type: "progress", ...figures, ticker: status.ticker, stock_time: 0,
            eta_seconds: status.eta_seconds });
    }
    if (status.state === "interrupted" && before?.state !== "interrupted") {
        messages.push({ type: "interrupted", error: status.error, code: "internal", ...figures });
    }
    if (status.state === "completed") messages.push(status.results);
    if (status.state === "cancelled") messages.push({ type: "cancelled", ...figures });
    if (status.state === "failed") {
        messages.push({ type: "failed", error: status.error, code: "internal", ...figures });
    }
    return messages;
}

/** Whether a status code may be another one soon. */
function isPassing(status) {
    return status >= 500 || [408, 425, 429].includes(status);
}

async function* chunks(body) {
    const reader = body.getReader();
    try {
        while (true) {
            const { done, value } = await reader.read();
            if (done) return;
            yield value;
        }
    } finally {
        reader.cancel().catch(() => {});
    }
}
