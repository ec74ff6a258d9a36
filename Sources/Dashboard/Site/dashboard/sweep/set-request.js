// The request of a scan with one set of a sweep: what the sweep asked for, its set's parameters,
// and the day from which all its sets trade.

/**
 * Such a request; its strategy is told by its text where the service has another by that name.
 * `strategies` are those that the service has.
 */
export function requestOf(state, set, strategies) {
    const { request, sweep, strategy } = state;
    const tradeFrom = sweep.prepared?.trade_from ?? request.trade_from ?? null;
    const { strategy_sha256: _, ...terms } = request;
    const scan = {
        ...terms, parameters: { ...request.parameters, ...sweep.parametersOf(set) },
        ...(tradeFrom === null ? {} : { trade_from: tradeFrom }),
    };
    const found = strategies.find((each) => each.name === request.strategy);
    if (strategy === null || found?.sha256 === strategy.sha256) return scan;
    const name = found && found.origin !== "file"
        ? `former_${request.strategy}`.slice(0, 64) : request.strategy;
    return { ...scan, strategy: name, strategy_text: strategy.text };
}
