internal import JSONText
internal import ScanEvents

extension ScanState {
    /// The stocks' results, best first; equal ones by ticker.
    package var ranking: [Stock] { order.map { stocks[$0] } }

    /// The places of the stocks' results, that of the best first.
    private var order: [Int] {
        stocks.indices.sorted { left, right in
            let (left, right) = (stocks[left].result, stocks[right].result)
            return left.pnl != right.pnl ? left.pnl > right.pnl : left.ticker < right.ticker
        }
    }

    /// The final message of a completed scan: its whole result as one JSON object.
    ///
    /// The sums are taken over the ranking, so they do not depend on the order in which the
    /// stocks were done (`pnl` once the scan is completed). `stock_results` are the very bytes of
    /// the tape.
    package var completeMessage: [UInt8] { completeText.bytes }

    /// The same, the stocks' results not copied.
    package var completeText: LongText {
        if let sweep { return completeText(of: sweep) }
        let order = order
        var place = 0
        let frame = JSONWriter.object { json in
            json.member("type", "complete")
            writeResults(order.map { stocks[$0].result }, to: &json) { place = $0 }
        }
        return LongText(frame, elements: order.map { stocks[$0].json }, at: place)
    }

    /// Writes the results of a scan but for those of its stocks, whose place `hole` is told.
    private func writeResults(
        _ results: [StockResult], to json: inout JSONWriter, hole: (Int) -> Void
    ) {
        let startValue = results.sum(\.startValue)
        let request = requested?.request
        json.member("job_id", requested?.jobID ?? "")
        json.member("strategy", request?.strategy ?? "")
        json.nullableMember("start_date", request?.startDate)
        json.nullableMember("end_date", request?.endDate)
        json.member("interval", request?.interval ?? "")
        if let adjustment = requested?.priceAdjustment {
            json.member("price_adjustment", adjustment)
        }
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
        hole(json.bytes.count + 1)
        json.array(EmptyCollection<Never>()) { _, _ in }
        json.name("failed_stocks")
        writeFailures(to: &json)
        json.name("macro_statistics")
        MacroStatistics(ranking: results).write(to: &json)
        json.name("statistics")
        ScanStatistics(
            ranking: results, failures: failures, leftOut: leftOut, prices: prices
        ).write(to: &json)
        json.name("portfolio")
        if let portfolio {
            portfolio.write(to: &json, against: request?.benchmark)
        } else {
            json.null()
        }
    }

    /// Writes the failures by ticker, as an array.
    func writeFailures(to json: inout JSONWriter) {
        json.array(failures.sorted { $0.ticker < $1.ticker }) { json, failure in
            json.object { json in
                json.member("ticker", failure.ticker)
                json.nullableMember("sector", failure.sector)
                json.member("error", failure.message)
                json.member("code", failure.code.rawValue)
            }
        }
    }
}
