// A scan's tape as this page has it: all records so far, the state at the end of them, and the
// state at the record that is looked at.

import { ScanState } from "./scan-state.js";

export class Recording {
    records = [];
    /** Seconds from the start of the scan to each record. */
    times = [];
    /** The sum of profits and losses after each record; of a sweep the objective of its best set. */
    pnls = [];
    /** The state after the last record. */
    latest = new ScanState();
    /** The state after the record that is looked at. */
    shown = this.latest;
    /** The record that is looked at; null for the last, whichever that is. */
    at = null;
    connection = { state: "connecting" };
    /** When the last record came, and when the connection was lost. */
    arrivedAt = performance.now();
    lostAt = null;
    #past = null;
    #wanted = null;
    #follower;
    #onChange;

    constructor(client, job, { at = null, onChange }) {
        this.job = job;
        this.#wanted = at;
        this.#onChange = onChange;
        this.#follower = client.follow(job, {
            view: "events",
            onMessage: (message) => this.#take(message),
            onConnection: (connection) => this.#connect(connection),
        });
    }

    get end() {
        return this.records.length - 1;
    }

    /** The number of the record that is looked at. */
    get place() {
        return this.at ?? this.end;
    }

    /** Whether the end of the scan, or what will be it, is looked at. */
    get isAtEnd() {
        return this.at === null;
    }

    /** Looks at a record; null for the last. */
    seek(at) {
        this.#wanted = null;
        this.#look(at === null ? null : Math.max(0, Math.min(this.end, at)));
        this.#onChange();
    }

    /** The last record of no later than so many seconds. */
    placeAt(seconds) {
        let [low, high] = [0, this.times.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if (this.times[middle] <= seconds) low = middle + 1; else high = middle;
        }
        return Math.max(0, low - 1);
    }

    retryNow() {
        this.#follower.retryNow();
    }

    close() {
        this.#follower.close();
    }

    #take(record) {
        if (record.type === "reset") {
            [this.records, this.times, this.pnls] = [[], [], []];
            this.latest = new ScanState();
            this.#past = null;
            this.#look(null);
            return;
        }
        this.latest.apply(record);
        this.records.push(record);
        const before = this.times.at(-1) ?? 0;
        this.times.push(Math.max(before, record.elapsed ?? 0));
        const { sweep, pnl } = this.latest;
        this.pnls.push(sweep ? sweep.best?.value ?? 0 : pnl);
        this.arrivedAt = performance.now();
        if (this.#wanted !== null && this.end >= this.#wanted) {
            this.#look(this.#wanted);
            this.#wanted = null;
        } else if (this.at === null) {
            this.shown = this.latest;
        }
        this.#onChange();
    }

    #look(at) {
        this.at = at;
        if (at === null) {
            this.shown = this.latest;
            return;
        }
        // Forwards record by record, backwards from the start: thousands take a few milliseconds.
        if (this.#past === null || this.#past.lastSeq > at) this.#past = new ScanState();
        for (let seq = this.#past.lastSeq + 1; seq <= at; seq += 1) {
            this.#past.apply(this.records[seq]);
        }
        this.shown = this.#past;
    }

    #connect(connection) {
        const wasLost = this.connection.state === "lost";
        this.connection = connection;
        if (connection.state !== "lost") this.lostAt = null;
        else if (!wasLost || this.lostAt === null) this.lostAt = performance.now();
        // What was asked for lies beyond the tape.
        if (connection.state === "ended" && this.#wanted !== null) this.seek(null);
        this.#onChange();
    }
}
