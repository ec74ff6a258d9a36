// What the page shows, as its address tells it, so that everything can be linked to:
// job, at (a record), sort, filter, ticker, set, tab, compare (two jobs), strategy (empty for a new
// one).

import { isScanName, isStrategyName } from "../market-scan/scan-path.js";

const NAMES = ["job", "at", "sort", "filter", "ticker", "set", "tab", "compare", "strategy"];

export function readAddress() {
    const query = new URLSearchParams(location.search);
    const address = Object.fromEntries(NAMES.map((name) => [name, query.get(name)]));
    address.at = /^[0-9]{1,9}$/.test(address.at ?? "") ? Number(address.at) : null;
    address.set = /^[0-9]{1,9}$/.test(address.set ?? "") ? Number(address.set) : null;
    // A link may name anything; a job is part of the paths that the page asks for and posts to.
    const jobs = [address.job, ...(address.compare ?? "").split(",")].filter(Boolean);
    address.wrong = jobs.find((name) => !isScanName(name)) ?? null;
    if (address.strategy && !isStrategyName(address.strategy)) address.wrong ??= address.strategy;
    return address;
}

/** The address of the page with some parts changed; null removes a part. */
export function addressWith(changes, base = {}) {
    const all = { ...base, ...changes };
    const query = NAMES.filter((name) => all[name] !== null && all[name] !== undefined
        && (all[name] !== "" || name === "strategy"))
        .map((name) => `${name}=${encodeURIComponent(all[name])}`);
    // Commas and colons may stand as they are in a query.
    return query.length ? `/?${query.join("&").replaceAll("%2C", ",")}` : "/";
}

let mayLeave = () => true;
let left = location.pathname + location.search;

/** Asks `guard` before another view is shown; null asks nobody. */
export function guardLeaving(guard) {
    mayLeave = guard ?? (() => true);
}

/** Goes to another view: the browser's back button leads back. What `isMeant` asks nobody. */
export function goTo(path, { isMeant = false } = {}) {
    if (!isMeant && !mayLeave()) return;
    writeNotes();
    history.pushState(null, "", path);
    dispatchEvent(new Event("addresschange"));
}

/** Says that the view which is shown has another address now. */
export function moveTo(path) {
    history.replaceState(null, "", path);
    left = path;
    dispatchEvent(new Event("addressmove"));
}

let pending = null;
let timer = null;

/** Notes where one is in the present view; at most some times a second, as browsers want. */
export function note(changes) {
    pending = { ...(pending ?? readAddress()), ...changes };
    timer ??= setTimeout(writeNotes, 200);
}

/** Writes what is noted, before something else is. */
export function writeNotes() {
    clearTimeout(timer);
    timer = null;
    if (!pending) return;
    const path = addressWith(pending);
    pending = null;
    if (path !== location.pathname + location.search) history.replaceState(null, "", path);
}

/** Calls `show` whenever another view is to be shown, `moved` when the same has another address. */
export function onAddress(show, moved) {
    const showNow = () => {
        left = location.pathname + location.search;
        show();
    };
    addEventListener("popstate", () => {
        // What was noted is of the place that is left.
        pending = null;
        // The browser has gone there already: it is led back.
        if (mayLeave()) showNow(); else history.pushState(null, "", left);
    });
    addEventListener("addresschange", showNow);
    addEventListener("addressmove", moved);
    document.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[data-link]");
        const isPlain = event.button === 0
            && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
        if (!link || !isPlain) return;
        event.preventDefault();
        goTo(link.getAttribute("href"));
    });
}
