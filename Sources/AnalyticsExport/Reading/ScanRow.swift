internal import EventLog
internal import JSONText
internal import Projections
internal import ScanEvents

/// What the row of a scan is made of.
struct ScanRow {
    let state: ScanState
    let times: ScanTimes
    let unknownRecords: Int
    let tape: ExportedTape
    /// The results, best first.
    let results: [StockResult]
    /// What all stocks were worth at first.
    let startValue: Double

    init(state: ScanState, times: ScanTimes, unknownRecords: Int, tape: ExportedTape) {
        self.state = state
        self.times = times
        self.unknownRecords = unknownRecords
        self.tape = tape
        results = state.ranking.map(\.result)
        startValue = results.sum(\.startValue)
    }
}

extension ScanRow {
    /// Columns that stand next to each other, and what appends a row's values to them.
    typealias Part = (columns: [Column], add: @Sendable (inout RowBatch, ScanRow) -> Void)

    /// All columns of `scans`, in their order.
    static let parts: [Part] = request + outcome + portfolioAndPrices + tape + sweep

    private static let request = parts { parts in
        parts.column(.text("job_id")) { $0.add($1.tape.job) }
        parts.column(.word("state")) {
            $0.add($1.state.isFinished ? $1.state.phase.rawValue : "unfinished")
        }
        parts.columns(Column.members(of: ScanRequest.self).map(\.orNull)) {
            $0.add(members: $1.state.requested?.request)
        }
        parts.column(.word("engine").orNull) { $0.add($1.state.requested?.engine) }
        parts.column(.integer("schema").orNull) { $0.add($1.state.requested?.schema) }
        parts.column(.word("universe_sha256").orNull) {
            $0.add($1.state.requested?.universeDigest)
        }
        parts.column(.word("price_adjustment").orNull) {
            $0.add($1.state.requested?.priceAdjustment)
        }
        parts.column(.text("idempotency_key").orNull) {
            $0.add($1.state.requested?.idempotency?.key)
        }
        parts.column(.time("requested_at")) { $0.add($1.times.requested ?? 0) }
        parts.column(.time("started_at").orNull) { $0.add($1.times.started) }
        parts.column(.time("ended_at").orNull) { $0.add($1.times.ended) }
    }

    private static let outcome = parts { parts in
        parts.column(.number("elapsed")) { $0.add($1.state.elapsed) }
        parts.column(.text("error").orNull) { $0.add($1.state.failureMessage) }
        parts.column(.integer("total")) { $0.add($1.state.stocksTotal) }
        parts.column(.integer("successful")) { $0.add($1.state.successful) }
        parts.column(.integer("failed")) { $0.add($1.state.failures.count) }
        parts.column(.integer("left_out")) { $0.add($1.state.leftOut.count) }
        parts.column(.number("total_pnl")) { $0.add($1.state.pnl) }
        parts.column(.number("start_value")) { $0.add($1.startValue) }
        parts.column(.number("end_value")) { $0.add($1.startValue + $1.state.pnl) }
        parts.column(.number("return_pct").orNull) {
            $0.add($1.startValue == 0 ? nil : $1.state.pnl / $1.startValue * 100)
        }
        parts.column(.integer("total_trades")) { $0.add($1.results.sum(\.totalTrades)) }
        parts.column(.integer("winning_trades")) { $0.add($1.results.sum(\.winningTrades)) }
        parts.column(.integer("losing_trades")) { $0.add($1.results.sum(\.losingTrades)) }
        parts.columns(macroFigures) { batch, row in
            for (_, figure) in row.state.macroFigures {
                switch figure {
                case .amount(let amount): batch.add(amount)
                case .count(let count): batch.add(count)
                }
            }
        }
    }

    private static let portfolioAndPrices = parts { parts in
        parts.column(.integer("portfolio_stocks").orNull) { $0.add($1.state.portfolio?.stocks) }
        parts.columns(
            Column.members(of: PortfolioStatistics.self).map { $0.prefixed("portfolio_") }
        ) { $0.add(members: $1.state.portfolio?.statistics) }
        parts.columns(
            Column.members(of: PortfolioBenchmark.self).map {
                $0.prefixed("portfolio_benchmark_")
            }
        ) { $0.add(members: $1.state.portfolio?.benchmark) }
        parts.column(.integer("rows_read")) { $0.add($1.state.prices.rowsRead) }
        parts.column(.integer("rows_dropped")) { $0.add($1.state.prices.rowsDropped) }
        parts.column(.integer("rows_outside_range")) { $0.add($1.state.prices.rowsOutsideRange) }
        parts.column(.integer("rows_open")) { $0.add($1.state.prices.rowsOpen) }
        parts.column(.time("oldest_fetched_at").orNull) {
            $0.add($1.state.prices.oldestFetchedAt.flatMap { CalendarText.micros($0) })
        }
    }

    private static let tape = parts { parts in
        parts.column(.integer("records")) { $0.add($1.tape.records) }
        parts.column(.integer("unknown_records")) { $0.add($1.unknownRecords) }
        parts.column(.flag("sealed")) { $0.add($1.tape.isSealed) }
        parts.column(.text("root")) { $0.add($1.tape.root.hex) }
        parts.column(.integer("strategy_language").orNull) { $0.add($1.state.strategy?.language) }
        parts.column(.word("strategy_sha256").orNull) { $0.add($1.state.strategy?.digest) }
        parts.column(.text("strategy_text").orNull) {
            $0.add(($1.state.strategy?.text).map { String(decoding: $0, as: UTF8.self) })
        }
    }

    private static let sweep = parts { parts in
        parts.column(.word("kind")) { $0.add($1.state.sweep == nil ? "scan" : "sweep") }
        parts.column(.integer("sets").orNull) { $0.add($1.state.sweep?.sets) }
        parts.column(.integer("trials").orNull) { $0.add($1.state.sweep?.trials) }
        parts.column(.word("objective").orNull) { $0.add($1.state.sweep?.terms.objective) }
        parts.column(.integer("best_set").orNull) { $0.add($1.state.sweep?.judged?.best) }
        parts.column(.number("best_objective").orNull) {
            $0.add($1.state.sweep?.judged?.objective)
        }
        parts.column(.number("deflated_sharpe").orNull) {
            $0.add($1.state.sweep?.judged?.deflatedEffective)
        }
        parts.column(.number("overfitting").orNull) {
            $0.add($1.state.sweep?.judged?.overfitting)
        }
        parts.column(.word("verdict").orNull) { $0.add($1.state.sweep?.judged?.verdict) }
    }

    private static let macroFigures = ScanState().macroFigures.map { name, figure in
        switch figure {
        case .amount: Column.number(name)
        case .count: Column.integer(name)
        }
    }

    private static func parts(_ list: (inout [Part]) -> Void) -> [Part] {
        var parts: [Part] = []
        list(&parts)
        return parts
    }
}

extension [ScanRow.Part] {
    fileprivate mutating func column(
        _ column: Column, _ add: @escaping @Sendable (inout RowBatch, ScanRow) -> Void
    ) {
        append(([column], add))
    }

    fileprivate mutating func columns(
        _ columns: [Column], _ add: @escaping @Sendable (inout RowBatch, ScanRow) -> Void
    ) {
        append((columns, add))
    }
}

extension RowBatch {
    /// Appends the row of a scan.
    mutating func add(_ row: ScanRow) {
        for part in ScanRow.parts { part.add(&self, row) }
    }
}
