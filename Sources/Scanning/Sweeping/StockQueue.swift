internal import Synchronization

/// The stocks of a market that no worker has taken yet.
final class StockQueue: Sendable {
    private let stocks: [SweepMarket.Stock]
    private let taken = Atomic(0)

    /// Puts stocks in line.
    init(_ stocks: [SweepMarket.Stock]) {
        self.stocks = stocks
    }

    /// Takes the stock whose turn it is; nil where there is none left.
    func next() -> SweepMarket.Stock? {
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < stocks.count ? stocks[index] : nil
    }
}
