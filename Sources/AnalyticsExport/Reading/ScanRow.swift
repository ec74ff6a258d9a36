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
}

extension RowBatch {
    /// Appends the row of a scan.
    mutating func add(_ row: ScanRow) {
        addRequest(row)
        addOutcome(row)
        for (_, figure) in row.state.macroFigures {
            switch figure {
            case .amount(let amount): add(amount)
            case .count(let count): add(count)
            }
        }
        let portfolio = row.state.portfolio
        add(portfolio?.stocks)
        add(members: portfolio?.statistics)
        let prices = row.state.prices
        add(prices.rowsRead)
        add(prices.rowsDropped)
        add(prices.rowsOutsideRange)
        add(prices.oldestFetchedAt.flatMap { CalendarText.micros($0) })
        add(row.tape.records)
        add(row.unknownRecords)
        add(row.tape.isSealed)
        add(row.tape.root.hex)
    }

    private mutating func addRequest(_ row: ScanRow) {
        let requested = row.state.requested
        add(row.tape.job)
        add(row.state.isFinished ? row.state.phase.rawValue : "unfinished")
        add(members: requested?.request)
        add(requested?.engine)
        add(requested?.schema)
        add(requested?.universeDigest)
        add(requested?.idempotency?.key)
        add(row.times.requested ?? 0)
        add(row.times.started)
        add(row.times.ended)
    }

    private mutating func addOutcome(_ row: ScanRow) {
        let state = row.state
        let results = state.ranking.map(\.result)
        let startValue = results.sum(\.startValue)
        add(state.elapsed)
        add(state.failureMessage)
        add(state.total)
        add(state.stocks.count)
        add(state.failures.count)
        add(state.leftOut.count)
        add(state.pnl)
        add(startValue)
        add(startValue + state.pnl)
        add(startValue == 0 ? nil : state.pnl / startValue * 100)
        add(results.sum(\.totalTrades))
        add(results.sum(\.winningTrades))
        add(results.sum(\.losingTrades))
    }
}
