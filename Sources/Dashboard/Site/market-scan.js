// Tapedeck's client: starts market scans, follows them through drops, cancels them, reads their
// results and tapes. An ES module without other people's code; its types are in market-scan.d.ts.

import { ScanFollower } from "./market-scan/follower.js";
import { ScanProblem } from "./market-scan/problem.js";
import { newRequestKey } from "./market-scan/request-key.js";
import { scanPath, strategyPath } from "./market-scan/scan-path.js";
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
    start(request, options) {
        return this.#start("market-scan/start", request, options);
    }

    /** Starts a sweep: a scan's request with the parameters to vary; it is followed as a scan is. */
    startSweep(request, options) {
        return this.#start("sweep/start", request, options);
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

    /** What a completed scan holds and orders at the end of its bars, and what that changes. */
    async signals(job, { diff, signal } = {}) {
        const path = scanPath("signals", job) + (diff == null ? "" : `?diff=${diff}`);
        return this.#json(path, { signal });
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

    /** The strategies that can be scanned with. */
    async strategies() {
        return (await this.strategyList()).strategies;
    }

    /** The same, the files that have mistakes, and whether the service takes others. */
    strategyList({ signal } = {}) {
        return this.#json("strategies", { signal });
    }

    /** A strategy with its text, and the tag of that text. */
    async strategy(name, { signal } = {}) {
        const answer = await this.send(strategyPath(name), { signal });
        return { strategy: await answer.json(), etag: answer.headers.get("ETag") };
    }

    /** Saves a text by a name: only over the tag `ifMatch`, or with `ifNoneMatch: "*"` over none. */
    async saveStrategy(name, text, { ifMatch, ifNoneMatch, signal } = {}) {
        const answer = await this.send(strategyPath(name), {
            method: "PUT", body: text, signal, headers: conditions(ifMatch, ifNoneMatch) });
        const report = await answer.json();
        return { report, etag: answer.headers.get("ETag"), isNew: answer.status === 201 };
    }

    async removeStrategy(name, { ifMatch, signal } = {}) {
        await this.send(strategyPath(name), {
            method: "DELETE", signal, headers: conditions(ifMatch) });
    }

    /** What is wrong with a text, or what it says; rejects only where it cannot be looked at. */
    async checkStrategy(text, { name, signal } = {}) {
        return this.#json("strategies/check", {
            method: "POST", signal, body: { strategy_text: text, ...(name ? { name } : {}) } });
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

    /** Sends a request: a text as it is, all else as JSON; throws a `ScanProblem` for every answer
     * but a good one. */
    async send(path, { method = "GET", body, headers = {}, signal } = {}) {
        const isText = typeof body === "string";
        const answer = await this.#fetch(path, {
            method, signal, cache: "no-store",
            credentials: this.#token ? "omit" : "include",
            headers: {
                ...headers,
                ...(this.#token ? { Authorization: `Bearer ${this.#token}` } : {}),
                ...(body === undefined ? {} : { "Content-Type": isText
                    ? "text/plain; charset=utf-8" : "application/json" }),
            },
            body: isText || body === undefined ? body : JSON.stringify(body),
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

    async #start(path, request, { idempotencyKey = newRequestKey(), signal } = {}) {
        const started = await this.#json(path, {
            method: "POST", body: request, signal,
            headers: { "Idempotency-Key": idempotencyKey },
        });
        this.#polls = !started.use_sse;
        return started;
    }

    async #json(path, options) {
        return (await this.send(path, options)).json();
    }
}

/** The headers of a request that depends on what is there. */
function conditions(ifMatch, ifNoneMatch) {
    return {
        ...(ifMatch ? { "If-Match": ifMatch } : {}),
        ...(ifNoneMatch ? { "If-None-Match": ifNoneMatch } : {}),
    };
}
