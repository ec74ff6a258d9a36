internal import Backtesting
internal import MarketData
internal import ScanEvents
internal import StockWork

extension ScanPlan {
    /// All that whoever works on its stocks needs, with what their columns may cost, and the bars of
    /// the benchmark.
    func workbench(_ limits: CostLimits, against benchmark: Bars?) -> Workbench {
        Workbench(
            order: order, strategy: strategy, execution: execution, source: source,
            tradeFrom: tradeFrom, benchmark: benchmark, limits: limits)
    }

    /// What is asked for of a stock that has no result; of a sweep its prices alone.
    private var newProducts: Set<StockTask.Product> {
        if sweep != nil { return [] }
        return request.trades == true
            ? [.result, .curve, .rules, .signal, .trades] : [.result, .curve, .rules, .signal]
    }

    /// What all tasks have in common.
    var order: WorkOrder {
        WorkOrder(request, strategyText: strategy.text, stocks: tickers.count)
    }

    /// The task of one of its stocks.
    ///
    /// - Parameters:
    ///   - ticker: the stock.
    ///   - orderDigest: the digest of its order, which takes a while to compute.
    ///   - barsDigest: the digest of the bars that the recorded result of the stock rests on, so
    ///     that only its curve is missing; nil for a stock without one.
    /// - Returns: the task.
    func task(for ticker: String, orderDigest: String, barsDigest: String? = nil) -> StockTask {
        StockTask(
            orderDigest: orderDigest, ticker: ticker, firstDay: days.first, lastDay: days.last,
            source: source.name, barsDigest: barsDigest,
            products: barsDigest == nil || sweep != nil
                ? newProducts : [.curve, .rules, .signal])
    }
}
