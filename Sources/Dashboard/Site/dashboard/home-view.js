// The first view: start a scan, and the scans that there were.

import { ScanHistory } from "./scan-history.js";
import { element } from "./element.js";
import { StartForm } from "./start-form.js";

export class HomeView {
    #history;

    constructor(client) {
        document.title = "Tapedeck";
        const form = new StartForm(client);
        this.#history = new ScanHistory(client);
        this.root = element("div", { class: "home" }, form.root, this.#history.root);
    }

    key(event) {
        if (event.key !== "/") return false;
        this.#history.focusFilter();
        return true;
    }

    close() {
        this.#history.close();
    }
}
