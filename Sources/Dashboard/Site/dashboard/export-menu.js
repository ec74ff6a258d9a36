// What can be taken away: the result, the stocks that are looked at, the tape.

import { element, icon, show } from "./element.js";

const COLUMNS = [
    "ticker", "sector", "pnl", "return_pct", "total_trades", "winning_trades", "losing_trades",
    "open_trades", "rejected_orders", "sharpe_ratio", "max_drawdown", "gross_profit", "gross_loss",
    "exposure_pct", "start_value", "end_value",
];

export class ExportMenu {
    constructor(client, job, getRecording) {
        const save = (end, type, make) => () => {
            saveFile(`${job}.${end}`, type, make(getRecording().shown.ranking));
            this.root.open = false;
        };
        const link = (path, text, name) => element("a", {
            href: client.url(path), download: name }, text);
        const result = link(`market-scan/results/${job}`, "Result as JSON", `${job}.json`);
        const tables = [["Stocks as Parquet", "parquet"], ["Database (SQLite)", "sqlite"]].map(
            ([text, format]) => link(
                `market-scan/results/${job}?format=${format}`, text, `${job}.${format}`));
        const button = (text, action) => element("button", { on: { click: action } }, text);
        this.root = element("details", { class: "menu" },
            element("summary", {}, icon("download"), "Export"),
            element("div", { class: "menu-list" },
                button("Stocks as CSV", save("csv", "text/csv", csvOf)),
                button("Stocks as JSON lines", save("ndjson", "application/x-ndjson", (stocks) =>
                    stocks.map((stock) => JSON.stringify(stock) + "\n").join(""))),
                result,
                ...tables,
                link(`market-scan/log/${job}`, "The tape, gzip", `${job}.ndjson.gz`)));
        this.root.addEventListener("toggle", () => {
            // They are there once the scan has ended.
            for (const each of [result, ...tables]) {
                show(each, getRecording().latest.isFinished);
            }
        });
        this.root.addEventListener("focusout", (event) => {
            if (event.relatedTarget && !this.root.contains(event.relatedTarget)) {
                this.root.open = false;
            }
        });
        this.root.addEventListener("keydown", (event) => {
            if (event.key !== "Escape") return;
            this.root.open = false;
            this.root.querySelector("summary").focus();
        });
    }
}

/**
 * Comma-separated values (RFC 4180) of stocks. A text that a spreadsheet would take for a formula
 * has an apostrophe before it, as in the exports of the service.
 */
export function csvOf(stocks) {
    const harmless = (value) => (typeof value === "string" && /^[=+\-@'\t\r\n]/.test(value)
        ? `'${value}` : value);
    const quoted = (value) => (/[",\r\n]/.test(value)
        ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));
    const lines = [COLUMNS, ...stocks.map((stock) => COLUMNS.map((name) => harmless(stock[name])))];
    return lines.map((line) => line.map(quoted).join(",") + "\r\n").join("");
}

function saveFile(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = element("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
