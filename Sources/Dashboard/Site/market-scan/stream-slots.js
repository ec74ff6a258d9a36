import { SlotTalk } from "./slot-talk.js";

/** How many streams all pages of an origin hold; browsers allow six connections by HTTP/1.1. */
const STREAMS = 4;

let talk = null;

/**
 * One of the streams that the pages of an origin may hold: a function that gives it back, or null
 * if all are taken. Insisting always gets one. Where the function has a signal `lost`, another page
 * may turn out to have the same one.
 */
export async function acquireSlot(insists = false) {
    if (insists) return () => {};
    const locks = globalThis.navigator?.locks;
    if (!locks) {
        // Only pages from HTTPS or this machine have locks; what is no page shares no connections.
        if (globalThis.isSecureContext !== false) return () => {};
        talk ??= new SlotTalk(STREAMS);
        return talk.acquire();
    }
    for (let index = 0; index < STREAMS; index += 1) {
        const release = await new Promise((resolve, reject) => {
            locks.request(`market-scan-stream-${index}`, { ifAvailable: true }, (lock) => {
                if (!lock) return resolve(null);
                return new Promise((free) => resolve(free));
            }).catch(reject);
        });
        if (release) return release;
    }
    return null;
}
