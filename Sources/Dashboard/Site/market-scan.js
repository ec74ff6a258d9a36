// Tapedeck's client: starts market scans, follows them through drops, cancels them, reads their
// results and tapes. An ES module without other people's code; its types are in market-scan.d.ts.

import { ScanFollower } from "./market-scan/follower.js";
import { ScanProblem } from "./market-scan/problem.js";
import { newRequestKey } from "./market-scan/request-key.js";
import { scanPath } from "./market-scan/scan-path.js";
import { inflateTape } from "./market-scan/tape.js";

export { EventParser } from "./market-scan/event-parser.js";
export { ScanProblem };

/** A service, and what can be asked of it. */
export class MarketScanClient {
    #base;
    #token;
    /** Whether the service wants its clients to poll. */
    #polls = false;

    constructor({ base = globalThis.location?.origin, token = null } = {}) {
        this.#base = base;
        this.#token = token;
    }

    /** Starts a scan. The key makes it safe to ask again after a lost answer. */
    async start(request, { idempotencyKey = newRequestKey(), signal } = {}) {
        const started = await this.#json("market-scan/start", {
            method: "POST", body: request, signal,
            headers: { "Idempotency-Key": idempotencyKey },
        });
        this.#polls = !started.use_sse;
        return started;
    }

    /** Follows a scan from its first message, or from the one after the record `after`. */
    follow(job, options = {}) {
        const mode = this.#polls ? "poll" : "auto";
        return new ScanFollower(this, job, { mode, ...options });
    }

    async status(job, { at, signal } = {}) {
        const path = scanPath("status", job) + (at == null ? "" : `?at=${at}`);
        return this.#json(path, { signal });
    }

    async results(job, { signal } = {}) {
        return this.#json(scanPath("results", job), { signal });
    }

    async cancel(job) {
        return this.#json(scanPath("cancel", job), { method: "POST" });
    }

    /** Goes on with a scan that has ended for now. */
    async resume(job) {
        return this.#json(scanPath("resume", job), { method: "POST" });
    }

    jobs(query = {}, { signal } = {}) {
        const given = Object.entries(query).filter(([, value]) => value != null && value !== "");
        return this.#json(`market-scan/jobs?${new URLSearchParams(given)}`, { signal });
    }

    async strategies() {
        return (await this.#json("strategies")).strategies;
    }

    async universes() {
        return (await this.#json("universes")).universes;
    }

    backtest(request, { signal } = {}) {
        return this.#json("backtest", { method: "POST", body: request, signal });
    }

    /** All records that are on a scan's tape now, read from the tape itself. */
    async records(job, { signal } = {}) {
        const answer = await this.send(scanPath("log", job), { signal });
        const text = await inflateTape(new Uint8Array(await answer.arrayBuffer()));
        return text.split("\n").slice(0, -1).map((line) => JSON.parse(line));
    }

    /** Trades the token for a cookie. */
    async openSession(token) {
        await this.send("session", { method: "POST", body: { token } });
    }

    /** Ends the session of the cookie, here and wherever else it has got to. */
    async closeSession() {
        await this.send("session", { method: "DELETE" });
    }

    /** The address of something of the service. */
    url(path) {
        return new URL(path, this.#base + "/").href;
    }

    /** Sends a request; throws a `ScanProblem` for every answer but a good one. */
    async send(path, { method = "GET", body, headers = {}, signal } = {}) {
        const answer = await this.#fetch(path, {
            method, signal, cache: "no-store",
            credentials: this.#token ? "omit" : "include",
            headers: {
                ...headers,
                ...(this.#token ? { Authorization: `Bearer ${this.#token}` } : {}),
                ...(body ? { "Content-Type": "application/json" } : {}),
            },
            body: body ? JSON.stringify(body) : undefined,
        });
        if (answer.ok) return answer;
        const seconds = Number(answer.headers.get("Retry-After")) || null;
        throw new ScanProblem(answer.status, await answer.json().catch(() => ({})), seconds);
    }

    async #fetch(path, options) {
        try {
            return await fetch(this.url(path), options);
        } catch (error) {
            if (options.signal?.aborted) throw error;
            throw new Error("the service does not answer", { cause: error });
        }
    }

    async #json(path, options) {
        return (await this.send(path, options)).json();
    }
}
