// Has the service check a text while it is typed. An answer to an older text is dropped; where
// there is no answer, it asks again.

const PAUSE = 250;
const LONGEST_PAUSE = 15_000;

export class TextCheck {
    #client;
    #onChange;
    #timer = null;
    #abort = null;
    #failures = 0;
    #wanted = null;
    #onOnline = () => {
        if (this.state.phase === "failed") this.#ask();
    };
    /** `phase` is "checking", "done" with a `report`, or "failed" with a `problem`. */
    state = { phase: "checking" };

    constructor(client, onChange) {
        this.#client = client;
        this.#onChange = onChange;
        addEventListener("online", this.#onOnline);
    }

    /** Wants a text checked once nothing is typed for a moment. */
    check(text) {
        this.#wanted = text;
        this.#abort?.abort();
        this.#set({ phase: "checking" });
        this.#later(PAUSE);
    }

    /** What was found in exactly this text; null while that is not known. */
    reportOf(text) {
        return this.state.phase === "done" && this.#wanted === text ? this.state.report : null;
    }

    close() {
        clearTimeout(this.#timer);
        this.#abort?.abort();
        removeEventListener("online", this.#onOnline);
    }

    #later(pause) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#ask(), pause);
    }

    async #ask() {
        clearTimeout(this.#timer);
        const abort = this.#abort = new AbortController();
        try {
            const report = await this.#client.checkStrategy(
                this.#wanted, { signal: abort.signal });
            if (abort.signal.aborted) return;
            this.#failures = 0;
            this.#set({ phase: "done", report });
        } catch (problem) {
            if (abort.signal.aborted) return;
            this.#failures += 1;
            this.#set({ phase: "failed", problem });
            // What the service refuses, it will refuse again.
            if ([400, 413, 422].includes(problem.status)) return;
            this.#later(problem.retryAfter ? problem.retryAfter * 1000
                : Math.min(LONGEST_PAUSE, 1000 * 2 ** this.#failures));
        }
    }

    #set(state) {
        this.state = state;
        this.#onChange(state);
    }
}
