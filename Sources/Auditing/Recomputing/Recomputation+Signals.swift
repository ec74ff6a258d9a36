internal import JSONText
internal import Projections
internal import ScanEvents
internal import Scanning

extension Recomputation {
    /// Compares a recorded part of the signals with those of the stocks computed so far.
    mutating func difference(from part: ScanEvent.SignalsGiven) -> Difference? {
        // A resumed scan leaves stocks out whose prices had changed.
        guard part.stocks == signals.count else { return nil }
        if given == nil { given = ScanEvent.SignalsGiven(whole: signals, of: plan.tickers) }
        guard let given else { return nil }
        if given.marketTime != part.marketTime || given.total != part.total {
            return Difference(
                ticker: nil, what: "signals",
                expected: "\(given.total) at \(given.marketTime ?? "no time")",
                found: "\(part.total) at \(part.marketTime ?? "no time")")
        }
        for (place, found) in part.signals.enumerated() {
            let place = part.offset.adding(place)
            let own = given.signals.indices.contains(place) ? given.signals[place] : nil
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
