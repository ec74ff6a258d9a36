internal import JSONText
internal import Projections
internal import ScanEvents
internal import Scanning

extension Recomputation {
    /// Compares a recorded part of the signals with those of the stocks computed so far.
    func difference(from part: ScanEvent.SignalsGiven) -> Difference? {
        // A resumed scan leaves stocks out whose prices had changed.
        guard part.stocks == signals.count else { return nil }
        var expected: [StockSignal] = []
        var marketTime: String?
        for case .signalsGiven(let own) in ScanEvent.given(signals, of: plan.tickers) {
            expected += own.signals
            marketTime = own.marketTime
        }
        if marketTime != part.marketTime || expected.count != part.total {
            return Difference(
                ticker: nil, what: "signals",
                expected: "\(expected.count) at \(marketTime ?? "no time")",
                found: "\(part.total) at \(part.marketTime ?? "no time")")
        }
        for (place, found) in part.signals.enumerated() {
            let place = part.offset.adding(place)
            let own = expected.indices.contains(place) ? expected[place] : nil
            guard own != found else { continue }
            return Difference(
                ticker: found.ticker, what: "signal", expected: own?.text ?? "none",
                found: found.text)
        }
        return nil
    }
}

extension StockSignal {
    fileprivate var text: String {
        var json = JSONWriter()
        write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
