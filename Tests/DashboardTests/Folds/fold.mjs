// Folds the records on standard input, JSON lines, as the page does, and prints the state after
// each; the first line has the types of records that the page knows.

import { readFileSync } from "node:fs";

const { ScanState } = await import(process.argv[2]);
const { warningsOf } = await import(new URL("recorded-strategy.js", `file://${process.argv[2]}`));
const { FIGURES } = await import(new URL("sweep/figures.js", `file://${process.argv[2]}`));

/** What a sweep is said to be; null for a scan. */
function told(sweep) {
    if (sweep === null) return null;
    const sets = [...Array(sweep.listed).keys()];
    return {
        inputs: sweep.inputs, trials: sweep.trials, successful: sweep.successful,
        best: sweep.best === null ? null : [sweep.best.set, sweep.best.value],
        parameters: sets.map((set) => sweep.parametersOf(set)),
        stocks: sets.map((set) => sweep.countOf(set)),
        figures: sets.map((set) => Object.fromEntries(FIGURES.map(({ name }) =>
            [name, sweep.figure(name, set)]))),
        is_valued: sweep.valued !== null, verdict: sweep.judged?.verdict ?? null,
        points: sweep.walkForward?.values.length ?? null,
        trade_from: sweep.prepared?.trade_from ?? null,
    };
}

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
        sweep: told(state.sweep),
    }));
}
