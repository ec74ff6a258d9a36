/** How long to wait for what other pages say, in milliseconds. */
const PATIENCE = 100;

/**
 * Shares out a number of slots among the pages of an origin that have no locks, as none have by
 * plain HTTP from another machine. Who wants one asks all the others by a BroadcastChannel: those
 * that hold slots say so, and of those that ask at the same time the lowest number goes first. A
 * page that is gone says nothing, so its slots are free.
 */
export class SlotTalk {
    #count;
    #channel = new BroadcastChannel("market-scan-stream");
    #held = new Set();
    /** What this page is asking: its number, the slots that are taken, the numbers of others. */
    #asking = null;
    #asked = Promise.resolve();

    constructor(count) {
        this.#count = count;
        this.#channel.onmessage = ({ data }) => this.#hear(data);
    }

    /** A function that gives the slot back, or null if there is none; one asks after another. */
    acquire() {
        this.#asked = this.#asked.then(() => this.#ask());
        return this.#asked;
    }

    async #ask() {
        const asking = { number: Math.random(), taken: new Set(this.#held), others: new Set() };
        this.#asking = asking;
        this.#channel.postMessage({ asks: asking.number });
        await new Promise((resolve) => setTimeout(resolve, PATIENCE));
        const free = [...Array(this.#count).keys()].filter((slot) => !asking.taken.has(slot));
        const before = [...asking.others].filter((number) => number < asking.number).length;
        const slot = free[before];
        this.#asking = null;
        const holds = slot === undefined ? [] : [slot];
        this.#channel.postMessage({ holds, asked: asking.number });
        if (slot === undefined) return null;
        this.#held.add(slot);
        return () => this.#held.delete(slot);
    }

    #hear({ asks, holds, asked }) {
        if (asks !== undefined && this.#held.size > 0) {
            this.#channel.postMessage({ holds: [...this.#held] });
        }
        if (!this.#asking) return;
        if (asks !== undefined && !this.#asking.others.has(asks)) {
            this.#asking.others.add(asks);
            this.#channel.postMessage({ asks: this.#asking.number });
        }
        for (const slot of holds ?? []) this.#asking.taken.add(slot);
        this.#asking.others.delete(asked);
    }
}
