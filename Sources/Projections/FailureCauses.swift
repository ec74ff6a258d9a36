internal import ScanEvents

/// The failures of a scan, grouped by what caused them, as lines for a terminal.
struct FailureCauses {
    private static let mostTickers = 8
    private static let mostCauses = 3

    private let failures: [ScanEvent.StockFailed]

    /// Takes the failures in any order.
    init(_ failures: [ScanEvent.StockFailed]) {
        self.failures = failures.sorted { $0.ticker < $1.ticker }
    }

    /// For each code its stocks, then what was said of most of them.
    var lines: [String] {
        let groups = Dictionary(grouping: failures, by: \.code.rawValue)
        return failures.countsByCode.flatMap { code, count in
            let stocks = groups[code] ?? []
            let tickers = listed(stocks.map(\.ticker.harmless), most: Self.mostTickers)
            return ["Failed: \(count) by \(code.harmless): \(tickers)"] + causes(of: stocks)
        }
    }

    private func causes(of stocks: [ScanEvent.StockFailed]) -> [String] {
        let causes = Dictionary(grouping: stocks, by: \.cause).sorted { left, right in
            left.value.count != right.value.count
                ? left.value.count > right.value.count
                : left.value[0].ticker < right.value[0].ticker
        }
        var lines = causes.prefix(Self.mostCauses).map { cause, stocks in
            stocks.count == 1
                ? "  \(stocks[0].message.harmless)" : "  \(stocks.count) × \(cause.harmless)"
        }
        if causes.count > Self.mostCauses {
            lines.append("  and \(causes.count - Self.mostCauses) other causes")
        }
        return lines
    }
}

extension ScanEvent.StockFailed {
    /// The message without the stock's name, which is the same for all stocks of one cause.
    fileprivate var cause: String { message.replacing("'\(ticker)'", with: "'…'") }
}

/// The first few names, and how many there are besides.
func listed(_ names: [String], most: Int) -> String {
    names.count <= most
        ? names.joined(separator: ", ")
        : names.prefix(most).joined(separator: ", ") + " and \(names.count - most) more"
}
