internal import JSONText
internal import ScanEvents

extension ScanState {
    /// The stocks' results, best first; equal ones by ticker.
    package var ranking: [Stock] {
        stocks.sorted { left, right in
            left.result.pnl != right.result.pnl
                ? left.result.pnl > right.result.pnl : left.result.ticker < right.result.ticker
        }
    }

    /// The final message of a completed scan: its whole result as one JSON object.
    ///
    /// The sums are taken over the ranking, so they do not depend on the order in which the
    /// stocks were done (`pnl` once the scan is completed). `stock_results` are the very bytes of
    /// the tape.
    package var completeMessage: [UInt8] {
        JSONWriter.object { json in
            json.member("type", "complete")
            writeResults(to: &json)
        }
    }

    private func writeResults(to json: inout JSONWriter) {
        let ranking = ranking
        let results = ranking.map(\.result)
        let startValue = results.sum(\.startValue)
        let request = requested?.request
        json.member("job_id", requested?.jobID ?? "")
        json.member("strategy", request?.strategy ?? "")
        json.nullableMember("start_date", request?.startDate)
        json.nullableMember("end_date", request?.endDate)
        json.member("interval", request?.interval ?? "")
        json.member("total", total)
        json.member("total_stocks", total)
        json.member("successful", stocks.count)
        json.member("failed", failures.count)
        json.member("total_pnl", pnl.rounded(places: 2))
        json.member("total_time", elapsed.rounded(places: 1))
        json.member("start_value", startValue.rounded(places: 2))
        json.member("end_value", (startValue + pnl).rounded(places: 2))
        json.member("return_pct", startValue == 0 ? nil : pnl / startValue * 100, places: 2)
        json.member("total_trades", results.sum(\.totalTrades))
        json.member("winning_trades", results.sum(\.winningTrades))
        json.member("losing_trades", results.sum(\.losingTrades))
        json.member("stocks_with_trades", results.count { $0.totalTrades > 0 })
        json.name("stock_results")
        json.array(ranking) { $0.raw($1.json) }
        json.name("failed_stocks")
        json.array(failures.sorted { $0.ticker < $1.ticker }) { json, failure in
            json.object { json in
                json.member("ticker", failure.ticker)
                json.nullableMember("sector", failure.sector)
                json.member("error", failure.message)
                json.member("code", failure.code.rawValue)
            }
        }
        json.name("macro_statistics")
        MacroStatistics(ranking: results).write(to: &json)
        json.name("statistics")
        ScanStatistics(
            ranking: results, failures: failures, leftOut: leftOut, prices: prices
        ).write(to: &json)
        json.name("portfolio")
        if let portfolio { portfolio.write(to: &json) } else { json.null() }
    }
}
