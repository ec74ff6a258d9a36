internal import JSONText
package import Backtesting
package import MarketData
package import ScanEvents
internal import StockWork

/// One strategy on one stock, with all that is to be told of it.
package struct BacktestReport: Sendable {
    /// What was asked for, every default filled in.
    package let request: ScanRequest
    /// The bars that it ran on.
    package let bars: Bars
    /// What was met in the prices, and when a server gave them.
    package let prices: ScanEvent.PriceRecord
    /// Trades, equity and what stocks of a scan tell.
    package let result: BacktestResult
    /// All other figures.
    package let statistics: RunStatistics

    /// Runs the first stock of a plan.
    ///
    /// - Parameters:
    ///   - plan: what to run.
    ///   - timeout: how long its prices may take, that they wait for their turn at the source
    ///     included.
    ///   - clock: measures that time.
    /// - Throws: `PriceError` where there are no prices of it, `BacktestError` where they do not
    ///   suffice.
    package init(
        _ plan: ScanPlan, timeout: Duration = ScanSettings().stockTimeout,
        clock: some Clock<Duration> = ContinuousClock()
    ) async throws {
        try self.init(plan, try await Self.history(plan, timeout: timeout, clock: clock))
    }

    /// Runs the first stock of a plan on its prices; computes, and for long if there are many.
    ///
    /// - Throws: `BacktestError` where they do not suffice.
    package init(_ plan: ScanPlan, _ history: PriceHistory) throws(BacktestError) {
        request = plan.request
        bars = history.bars
        prices = ScanEvent.PriceRecord(history)
        result = try Backtest.run(
            plan.strategy, on: bars, cash: plan.request.cash, commission: plan.request.commission,
            execution: plan.execution)
        statistics = RunStatistics(result, on: bars)
    }

    /// The prices of the first stock, unless they take too long; then their source is left alone.
    ///
    /// - Parameters:
    ///   - plan: what to run.
    ///   - timeout: how long its prices may take.
    ///   - clock: measures that time.
    /// - Returns: the prices.
    /// - Throws: `PriceError` where there are none.
    package static func history(
        _ plan: ScanPlan, timeout: Duration, clock: some Clock<Duration> = ContinuousClock()
    ) async throws -> PriceHistory {
        let time = ScanTime(clock, startingAt: .zero)
        let ticker = plan.tickers.first ?? ""
        let answer = FirstAnswer<Result<PriceHistory, any Error>>()
        let fetch = Task {
            do {
                let history = try await plan.source.history(
                    of: ticker, from: plan.days.first, to: plan.days.last)
                answer.give(.success(history))
            } catch {
                answer.give(.failure(error))
            }
        }
        let limit = Task {
            try await time.sleep(timeout)
            answer.give(
                .failure(
                    PriceError(
                        .timeout, "the prices of '\(ticker)' took longer than \(timeout)")))
            fetch.cancel()
        }
        defer { limit.cancel() }
        return try await withTaskCancellationHandler {
            try await answer.value().get()
        } onCancel: {
            answer.give(
                .failure(PriceError.cancelled(ticker: ticker, source: plan.source.name)))
            fetch.cancel()
        }
    }

    /// The report as one JSON object: request, prices, statistics, trades, and the bars with the
    /// equity at each, column by column.
    package var json: [UInt8] {
        JSONWriter.object { json in
            json.member("ticker", bars.ticker)
            json.name("request")
            request.write(to: &json)
            json.member("prices") { prices.writeMembers(to: &$0) }
            json.member("start_value", result.startValue)
            json.member("end_value", result.endValue)
            json.member("pnl", result.pnl)
            json.member("return_pct", result.returnPercent)
            json.member("total_trades", result.totalTrades)
            json.member("exposure_pct", result.exposurePercent)
            json.member("statistics") { json in
                for entry in statistics.entries { json.member(entry) }
            }
            json.name("trades")
            json.array(result.trades) { $0.value($1) }
            json.member("chart", writeChart)
        }
    }

    private func writeChart(to json: inout JSONWriter) {
        json.member("times", bars.times.map(\.description))
        for (name, column) in [
            ("open", bars.open), ("high", bars.high), ("low", bars.low), ("close", bars.close),
            ("volume", bars.volume), ("equity", result.equity),
        ] {
            json.name(name)
            json.array(column) { $0.value($1) }
        }
    }
}

extension JSONWriter {
    /// Writes a figure of a run, null where it does not exist.
    fileprivate mutating func member(_ entry: RunStatistics.Entry) {
        switch entry.value {
        case .time(let time): member(entry.name, time.description)
        case .count(let count): member(entry.name, count)
        case .number(let number): member(entry.name, number)
        case nil: nullableMember(entry.name, nil as Int?)
        }
    }

    /// Writes a trade; exits and the like of one that is still open are null.
    fileprivate mutating func value(_ trade: Trade) {
        object { json in
            json.member("side", trade.side.rawValue)
            json.member("size", trade.size)
            json.member("entry_time", trade.entryTime.description)
            json.member("entry_price", trade.entryPrice)
            json.nullableMember("exit_time", trade.exitTime?.description)
            json.member("exit_price", trade.exitPrice)
            json.member("gross_pnl", trade.grossPnl)
            json.member("net_pnl", trade.netPnl)
            json.member("bars_held", trade.barsHeld)
        }
    }
}
