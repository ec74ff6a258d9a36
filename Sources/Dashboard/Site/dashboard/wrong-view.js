// What is shown for an address that names no scan.

import { element } from "./element.js";

export class WrongView {
    constructor(client, address) {
        document.title = "No such scan · Tapedeck";
        this.root = element("div", { class: "compare" },
            element("h1", {}, "The address names no scan"),
            element("p", { class: "notice bad", role: "alert" },
                `“${address.wrong.slice(0, 100)}” is no scan’s name: one looks like `
                + "20261123-153532-9f3c2a7d."),
            element("p", {},
                element("a", { href: "/", data: { link: "" } }, "All scans")));
    }

    key() {
        return false;
    }

    close() {}
}
