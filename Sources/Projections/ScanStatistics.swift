internal import JSONText
internal import ScanEvents

/// What a scan's stocks have in common beyond the macro statistics.
///
/// Where a figure does not exist, such as a quartile of nothing, it is null rather than zero.
struct ScanStatistics {
    private let ranking: [StockResult]
    private let failures: [ScanEvent.StockFailed]
    private let leftOut: [ScanEvent.StockLeftOut]
    private let prices: PriceTotals

    /// Takes the results, best first, the failures and the stocks left out of the portfolio in any
    /// order, and the prices of the results.
    init(
        ranking: [StockResult], failures: [ScanEvent.StockFailed],
        leftOut: [ScanEvent.StockLeftOut] = [], prices: PriceTotals
    ) {
        self.ranking = ranking
        self.failures = failures
        self.leftOut = leftOut
        self.prices = prices
    }

    /// Writes the figures as an object.
    func write(to json: inout JSONWriter) {
        let pnl = Distribution(ranking.map(\.pnl))
        let returnPct = Distribution(ranking.map(\.returnPct))
        let sharpeRatio = Distribution(ranking.compactMap(\.sharpeRatio))
        let (profit, loss) = (ranking.sum(\.grossProfit), ranking.sum(\.grossLoss))
        json.object { json in
            json.member("q1_pnl", pnl?.quantile(0.25), places: 2)
            json.member("q3_pnl", pnl?.quantile(0.75), places: 2)
            json.member("q1_return_pct", returnPct?.quantile(0.25), places: 2)
            json.member("q3_return_pct", returnPct?.quantile(0.75), places: 2)
            json.member("gross_profit", profit, places: 2)
            json.member("gross_loss", loss, places: 2)
            json.member("profit_factor", loss == 0 ? nil : profit / loss, places: 4)
            json.member(
                "avg_exposure_pct", Distribution(ranking.map(\.exposurePct))?.mean, places: 2)
            json.member("avg_sharpe_ratio", sharpeRatio?.mean, places: 4)
            json.member("median_sharpe_ratio", sharpeRatio?.median, places: 4)
            // The halves of a short ranking, so that no stock is among both.
            json.name("best")
            json.array(ranking.prefix(min(5, (ranking.count + 1) / 2)), Self.write)
            json.name("worst")
            json.array(ranking.suffix(min(5, ranking.count / 2)).reversed(), Self.write)
            json.member("failures_by_code") { json in
                for (code, count) in failures.countsByCode { json.member(code, count) }
            }
            json.name("by_sector")
            json.array(SectorStatistics.all(ranking: ranking, failures: failures)) {
                $1.write(to: &$0)
            }
            json.name("left_out_of_portfolio")
            json.array(leftOut.sorted { $0.ticker < $1.ticker }) { json, stock in
                json.object { json in
                    json.member("ticker", stock.ticker)
                    json.member("error", stock.message)
                    json.member("code", stock.code.rawValue)
                }
            }
            json.name("prices")
            prices.write(to: &json)
        }
    }

    private static func write(to json: inout JSONWriter, _ result: StockResult) {
        json.object { json in
            json.member("ticker", result.ticker)
            json.member("pnl", result.pnl, places: 2)
            json.member("return_pct", result.returnPct, places: 2)
        }
    }
}

extension Sequence<ScanEvent.StockFailed> {
    /// How many failures each code has, the most frequent first, equally frequent ones by code.
    package var countsByCode: [(code: String, count: Int)] {
        Dictionary(grouping: self, by: \.code.rawValue)
            .map { (code: $0.key, count: $0.value.count) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.code < $1.code }
    }
}
