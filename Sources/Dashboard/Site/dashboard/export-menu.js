// What can be taken away: the result, its stocks as tables, the tape; each as the service makes it.

import { FORMATS } from "./choices.js";
import { element, icon, show } from "./element.js";
import { menu } from "./menu.js";

export class ExportMenu {
    constructor(client, job, getRecording) {
        const link = (path, text, name) => element("a", {
            href: client.url(path), download: name }, text);
        const results = [
            ...FORMATS.map(([format, text]) => link(
                `market-scan/results/${job}?format=${format}`, text, `${job}.${format}`)),
            link(`market-scan/results/${job}`, "Result as JSON", `${job}.json`),
        ];
        const later = element("span", { class: "muted" }, "More once the scan has ended");
        this.root = menu([icon("download"), "Export"], element("div", { class: "menu-list" },
            ...results, link(`market-scan/log/${job}`, "The tape, gzip", `${job}.ndjson.gz`), later));
        this.root.addEventListener("toggle", () => {
            const { isFinished } = getRecording().latest;
            for (const each of results) show(each, isFinished);
            show(later, !isFinished);
        });
    }
}
