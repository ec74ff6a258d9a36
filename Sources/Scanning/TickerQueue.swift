internal import Synchronization

/// The stocks that no worker has taken yet.
final class TickerQueue: Sendable {
    private let tickers: [String]
    private let taken = Atomic(0)
    /// Those that were taken and are to be done after all.
    private let putBack = Mutex<[String]>([])

    /// Puts stocks in line.
    init(_ tickers: [String]) {
        self.tickers = tickers
    }

    /// Takes the stock whose turn it is; nil where there is none left.
    func next() -> String? {
        if let ticker = putBack.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return ticker }
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < tickers.count ? tickers[index] : nil
    }

    /// Gives stocks back, whose turn it is then.
    func putBack(_ tickers: [String]) {
        putBack.withLock { $0 += tickers }
    }
}
