internal import ScanEvents

extension ScanState {
    /// How many stocks the scan has; of a sweep, how many trials.
    package var total: Int { sweep?.total ?? requested?.stocks ?? 0 }
    /// How many stocks are done, well or badly; of a sweep, how many trials, those that a failed stock
    /// will not have among them.
    package var done: Int { sweep?.done ?? stocks.count + failures.count }
    /// How many stocks there are, whatever is counted.
    package var stocksTotal: Int { sweep?.stocks ?? requested?.stocks ?? 0 }
    /// How many stocks have their result, or all their trials.
    package var successful: Int { sweep?.successful ?? stocks.count }
    /// How many stocks are done, well or badly, whatever is counted.
    package var stocksDone: Int { successful + failures.count }
    /// What is counted.
    package var unit: String { sweep == nil ? "stocks" : "trials" }
    /// Seconds of work on what is counted: of a sweep, those since its prices were there.
    package var workSeconds: Double {
        sweep?.prepared.map { max(0, elapsed - $0.elapsed) } ?? elapsed
    }
    /// About how much memory it takes, in bytes.
    package var approximateBytes: Int {
        let names = (started?.tickers.count ?? 0) + doneTickers.count
        let curve = portfolioSoFar.map { $0.times.count * 24 + $0.benchmarkValues.count * 8 } ?? 0
        // Texts that are no longer than 15 bytes lie in their places.
        let texts = (strategy?.text.count ?? 0) + (rules?.rules.count ?? 0) * 96
        return 2048 + texts + stocks.count * MemoryLayout<Stock>.stride + resultBytes
            + (signalsSoFar?.approximateBytes ?? 0) + failures.count * 512 + names * 32 + curve
            + (sweep?.approximateBytes ?? 0)
    }
    /// What all stocks were worth together; nil until the tape holds the whole curve.
    package var portfolio: Portfolio? {
        portfolioSoFar.flatMap { $0.isWhole ? $0 : nil }
    }
    /// What is held and ordered at the end of the bars; nil until the tape holds all of it.
    package var signals: Signals? {
        signalsSoFar.flatMap { $0.isWhole ? $0 : nil }
    }
    /// Whether the scan has come to its end.
    package var isFinished: Bool {
        switch phase {
        case .requested, .running, .interrupted: false
        case .completed, .cancelled, .failed: true
        }
    }
    /// Whether all stocks are done and every one of them failed.
    package var hasOnlyFailures: Bool {
        phase == .completed && successful == 0 && !failures.isEmpty
    }
}
