import { StreamBlocked } from "./problem.js";

/** Ends a stream that is silent for no good reason. */
export class StreamWatch {
    #abort = new AbortController();
    #timer = null;
    #bytesAt = Date.now();
    #isLooking = false;
    #outer;
    #leave = () => this.#abort.abort();
    #offline = () => this.cut(new Error("this machine is offline"));
    /** Why it ended the stream. */
    verdict = null;

    constructor(outer, silence, check) {
        this.signal = this.#abort.signal;
        this.#outer = outer;
        if (outer.aborted) this.#abort.abort();
        outer.addEventListener("abort", this.#leave);
        globalThis.addEventListener?.("offline", this.#offline);
        this.#timer = setInterval(() => this.#look(silence, check), Math.min(1000, silence / 4));
    }

    noteBytes() {
        this.#bytesAt = Date.now();
    }

    end() {
        clearInterval(this.#timer);
        this.#outer.removeEventListener("abort", this.#leave);
        globalThis.removeEventListener?.("offline", this.#offline);
        this.#abort.abort();
    }

    async #look(silence, check) {
        const seen = this.#bytesAt;
        if (this.#isLooking || Date.now() - seen < silence) return;
        this.#isLooking = true;
        try {
            if (await check()) {
                // What was written while we asked has had its time, too.
                await new Promise((resolve) => setTimeout(resolve, Math.min(1500, silence)));
                if (this.#bytesAt === seen) {
                    this.cut(new StreamBlocked("the stream is held back on its way"));
                }
            } else if (Date.now() - seen > Math.max(4 * silence, 40_000)) {
                this.cut(new Error("the stream has fallen silent"));
            }
        } catch (error) {
            if (this.#bytesAt === seen) this.cut(new Error(`no answer: ${error.message}`));
        } finally {
            this.#isLooking = false;
        }
    }

    /** Ends the stream, for this reason. */
    cut(verdict) {
        this.verdict = verdict;
        this.#abort.abort();
    }
}
