// What can be taken away: the result, its stocks as tables, or a sweep's sets and trials, the tape;
// each as the service makes it.

import { FORMATS } from "./choices.js";
import { element, icon, show } from "./element.js";
import { words } from "./format.js";
import { menu } from "./menu.js";

export class ExportMenu {
    constructor(client, job, getRecording) {
        const link = (path, text, name) => element("a", {
            href: client.url(path), download: name }, text);
        const stocks = FORMATS.map(([format, text]) => link(
            `market-scan/results/${job}?format=${format}`, text, `${job}.${format}`));
        const tables = FORMATS.flatMap(([format, text]) => (text.startsWith("Stocks")
            ? ["sets", "trials"].map((table) => link(
                `market-scan/results/${job}?table=${table}&format=${format}`,
                text.replace("Stocks", words(table)), `${job}-${table}.${format}`))
            : [link(`market-scan/results/${job}?format=${format}`, text, `${job}.${format}`)]))
            .sort((a, b) => (a.textContent < b.textContent ? -1 : 1));
        const result = link(`market-scan/results/${job}`, "Result as JSON", `${job}.json`);
        const later = element("span", { class: "muted" }, "More once it has ended");
        this.root = menu([icon("download"), "Export"], element("div", { class: "menu-list" },
            ...stocks, ...tables, result,
            link(`market-scan/log/${job}`, "The tape, gzip", `${job}.ndjson.gz`), later));
        this.root.addEventListener("toggle", () => {
            const { isFinished, sweep } = getRecording().latest;
            for (const each of stocks) show(each, isFinished && !sweep);
            for (const each of tables) show(each, isFinished && sweep !== null);
            show(result, isFinished);
            show(later, !isFinished);
        });
    }
}
