/** How long to wait for what other pages say, in milliseconds. */
const PATIENCE = 200;

/**
 * Shares out a number of slots among the pages of an origin that have no locks, as none have by
 * plain HTTP from another machine. Who wants one asks all the others by a BroadcastChannel: those
 * that hold slots say so, and of those that ask at the same time the lowest number goes first. A
 * page that is gone says nothing, so its slots are free. Where a page was too busy to speak up in
 * time, two hold the same slot for a moment: then the later one gives way.
 */
export class SlotTalk {
    #count;
    #channel = new BroadcastChannel("market-scan-stream");
    #page = Math.random();
    /** The slots of this page: since when it has them, and what tells that they are lost. */
    #held = new Map();
    /** What this page is asking: its number, the slots that are taken, the numbers of others. */
    #asking = null;
    #asked = Promise.resolve();

    constructor(count) {
        this.#count = count;
        this.#channel.onmessage = ({ data }) => this.#hear(data);
    }

    /**
     * A function that gives the slot back, whose `lost` is the signal that another page has it; or
     * null if there is none. One asks after another.
     */
    acquire() {
        this.#asked = this.#asked.then(() => this.#ask());
        return this.#asked;
    }

    async #ask() {
        const asking = {
            number: Math.random(), taken: new Set(this.#held.keys()), others: new Set() };
        this.#asking = asking;
        this.#channel.postMessage({ asks: asking.number });
        await new Promise((resolve) => setTimeout(resolve, PATIENCE));
        const free = [...Array(this.#count).keys()].filter((slot) => !asking.taken.has(slot));
        const before = [...asking.others].filter((number) => number < asking.number).length;
        const slot = free[before];
        this.#asking = null;
        if (slot === undefined) {
            this.#channel.postMessage({ asked: asking.number });
            return null;
        }
        const lost = new AbortController();
        this.#held.set(slot, { since: Date.now(), lost });
        this.#tell(asking.number);
        const release = () => {
            if (this.#held.get(slot)?.lost === lost) this.#held.delete(slot);
        };
        release.lost = lost.signal;
        return release;
    }

    /** Says what this page holds, and which question of its own has come to an end. */
    #tell(asked) {
        const holds = [...this.#held].map(([slot, { since }]) => ({ slot, since }));
        this.#channel.postMessage({ holds, page: this.#page, asked });
    }

    #hear({ asks, holds = [], page, asked }) {
        let isContested = false;
        for (const { slot, since } of holds) {
            this.#asking?.taken.add(slot);
            const mine = this.#held.get(slot);
            if (!mine) continue;
            if (since < mine.since || (since === mine.since && page < this.#page)) {
                this.#held.delete(slot);
                mine.lost.abort();
            } else {
                isContested = true;
            }
        }
        if (this.#held.size > 0 && (isContested || asks !== undefined)) this.#tell();
        if (!this.#asking) return;
        if (asks !== undefined && !this.#asking.others.has(asks)) {
            this.#asking.others.add(asks);
            this.#channel.postMessage({ asks: this.#asking.number });
        }
        this.#asking.others.delete(asked);
    }
}
