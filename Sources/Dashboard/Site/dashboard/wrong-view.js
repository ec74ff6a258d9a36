// What is shown for an address that names no scan, and no strategy.

import { element } from "./element.js";

export class WrongView {
    constructor(client, address) {
        const isStrategy = address.wrong === address.strategy;
        const kind = isStrategy ? "strategy" : "scan";
        document.title = `No such ${kind} · Tapedeck`;
        this.root = element("div", { class: "compare" },
            element("h1", {}, `The address names no ${kind}`),
            element("p", { class: "notice bad", role: "alert" },
                `“${address.wrong.slice(0, 100)}” is no ${kind}’s name: ${isStrategy
                    ? "one is made of up to 64 of the characters a to z, 0 to 9 and _."
                    : "one looks like 20261123-153532-9f3c2a7d."}`),
            element("p", {},
                element("a", { href: "/", data: { link: "" } }, "All scans")));
    }

    key() {
        return false;
    }

    close() {}
}
