// Folds the records on standard input, JSON lines, as the page does, and prints the state after
// each; the first line has the types of records that the page knows.

import { readFileSync } from "node:fs";

const { ScanState } = await import(process.argv[2]);
const { warningsOf } = await import(new URL("recorded-strategy.js", `file://${process.argv[2]}`));
console.log(JSON.stringify(ScanState.eventTypes));
const state = new ScanState();
for (const line of readFileSync(0, "utf8").trimEnd().split("\n")) {
    state.apply(JSON.parse(line));
    console.log(JSON.stringify({
        status: state.status,
        stocks: state.stocks.map((stock) => stock.ticker),
        failures: state.failures.map((stock) => stock.ticker),
        slow: state.slow.map((stock) => stock.ticker),
        left_out: state.leftOut.map((stock) => `${stock.ticker} ${stock.code}`),
        text: state.strategy?.text ?? null,
        rules: state.rules?.rules.map((rule) => rule.bars_true) ?? null,
        warnings: state.rules ? warningsOf(state.rules) : [],
        signals: state.signals,
        points: state.portfolio?.values.length ?? null,
        benchmark: state.portfolio?.benchmark
            ? [state.portfolio.benchmark.beta, ...state.portfolio.benchmarkValues] : null,
    }));
}
