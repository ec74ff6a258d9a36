internal import Backtesting
internal import JSONText
internal import MarketData
internal import Projections
internal import ScanEvents
internal import StrategyText

extension BacktestReport {
    /// The report as one JSON object: request, prices, statistics, trades, what became of the rules,
    /// and the bars with the equity and what holding is worth at each,
    /// column by column.
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
            json.member("rejected_orders", result.rejectedOrders)
            json.member("ruined", isRuined)
            json.member("statistics") { json in
                for entry in statistics.entries { json.member(entry) }
            }
            json.name("trades")
            json.array(trades) { $0.value($1) }
            json.name("rules")
            json.array(zip(strategy.plan.rules, result.rules)) { $0.value($1) }
            json.member("missing_levels", result.missingLevels)
            json.member("warnings", warnings)
            json.member("chart", writeChart)
        }
    }

    /// What a user should know of rules that did nothing, a sentence each.
    private var warnings: [String] {
        guard case .rulesCounted(let counted) = ScanEvent.counted(RuleTally(result), of: strategy)
        else { return [] }
        return counted.warnings
    }

    private func writeChart(to json: inout JSONWriter) {
        json.member("times", bars.times[result.firstBar...].map(\.description))
        for (name, column) in [
            ("open", bars.open), ("high", bars.high), ("low", bars.low), ("close", bars.close),
            ("volume", bars.volume),
        ] {
            json.name(name)
            json.array(column[result.firstBar...]) { $0.value($1) }
        }
        json.name("equity")
        json.array(result.equity) { $0.value($1) }
        json.name("benchmark")
        json.array(held) { $0.value($1) }
        guard let columns else { return }
        json.name("columns")
        json.array(columns) { $0.value($1, from: result.firstBar) }
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

    /// Writes a column from a bar on.
    fileprivate mutating func value(_ column: StrategyColumns.Column, from firstBar: Int) {
        object { json in
            json.member("name", column.name)
            json.nullableMember("line", column.line)
            json.member("kind", column.kind.rawValue)
            json.member("pane", column.pane.rawValue)
            json.name("values")
            switch column.values {
            case .numbers(let values):
                json.array(values[firstBar...]) { $0.value($1) }
            case .truths(let values):
                json.array(values[firstBar...]) { json, truth in
                    if let truth { json.value(truth) } else { json.null() }
                }
            }
        }
    }

    /// Writes a rule, and what became of it.
    fileprivate mutating func value(_ entry: (rule: PlanRule, use: RuleUse)) {
        object { json in
            json.member("line", entry.rule.line)
            json.member("statement", entry.rule.statement)
            json.member("sentence", entry.rule.sentence)
            json.member("bars_true", entry.use.timesTrue)
            json.member("orders", entry.use.orders)
        }
    }

    /// Writes a trade; exits and the like of one that is still open are null.
    fileprivate mutating func value(_ trade: StockTrade) {
        object { json in
            json.member("side", trade.isLong ? "long" : "short")
            json.member("size", trade.size)
            json.member("entry_time", trade.entryTime)
            json.member("entry_price", trade.entryPrice)
            json.nullableMember("exit_time", trade.exitTime)
            json.member("exit_price", trade.exitPrice)
            json.member("gross_pnl", trade.grossPnl)
            json.member("commission", trade.commission)
            json.member("borrow_cost", trade.borrowCost)
            json.member("net_pnl", trade.pnl)
            json.member("bars_held", trade.barsHeld)
            json.member("return_pct", trade.returnPercent)
            json.member("low", trade.low)
            json.member("high", trade.high)
            json.member("mae_pct", trade.adversePercent)
            json.member("mfe_pct", trade.favourablePercent)
            json.member("entry_line", trade.entryLine)
            json.nullableMember("exit", trade.exit)
            json.nullableMember("exit_line", trade.exitLine)
        }
    }
}
