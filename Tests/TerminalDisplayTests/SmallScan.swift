import Projections
import ScanEvents

/// Records of a scan that a test makes up, and the state after them.
struct SmallScan {
    private(set) var state = ScanState()
    /// Is told of each record.
    private let observe: (RecordedEvent, [UInt8]) -> Void

    /// Starts a scan of so many stocks.
    init(
        stocks: Int, observe: @escaping (RecordedEvent, [UInt8]) -> Void = { _, _ in }
    ) throws {
        self.observe = observe
        try append(
            .requested(
                ScanEvent.Requested(
                    jobID: "job-1", engine: "test",
                    request: ScanRequest(strategy: "bollinger_bands"), stocks: stocks,
                    universeDigest: "00")))
        try append(.started(ScanEvent.Started(tickers: (0..<stocks).map { "T\($0)" })))
    }

    /// Appends a record.
    mutating func append(_ event: ScanEvent) throws {
        let body = String(decoding: event.recordBody, as: UTF8.self)
        let line = Array(
            #"{"seq":\#(state.nextSeq),"at":"2026-01-02T03:04:05.000001Z",\#(body)}"#.utf8)
        let record = try RecordedEvent(line)
        state.apply(record, in: line)
        observe(record, line)
    }

    /// Appends a stock that made so much, so long after the start.
    mutating func done(_ ticker: String, pnl: Double = 0, elapsed: Double = 1) throws {
        try append(
            .stockCompleted(
                ScanEvent.StockCompleted(
                    result: StockResult(
                        ticker: ticker, pnl: pnl, returnPct: pnl / 100, totalTrades: 1,
                        winningTrades: 1, losingTrades: 0, openTrades: 0, rejectedOrders: 0,
                        sharpeRatio: nil, maxDrawdown: 0, grossProfit: 0, grossLoss: 0,
                        exposurePct: 50, startValue: 10_000, endValue: 10_000 + pnl),
                    prices: ScanEvent.PriceRecord(
                        bars: 1, firstDate: "2013-02-08", lastDate: "2013-02-08",
                        barsDigest: "ff", rowsRead: 1, rowsDropped: 0, rowsOutsideRange: 0,
                        fetchedAt: nil),
                    seconds: 0.1, elapsed: elapsed)))
    }

    /// Appends a stock that failed.
    mutating func lost(_ ticker: String, _ message: String, elapsed: Double = 1) throws {
        try append(
            .stockFailed(
                ScanEvent.StockFailed(
                    ticker: ticker, sector: nil, code: .noData, message: message, seconds: 0.1,
                    elapsed: elapsed)))
    }
}
