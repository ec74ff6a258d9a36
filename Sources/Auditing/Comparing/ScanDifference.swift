internal import JSONText
internal import Projections
internal import ScanEvents

/// What differs between two scans.
package struct ScanDifference {
    /// A value that is not the same on both sides; JSON texts, nil where there is none.
    struct Change {
        let name: String
        let left: String?
        let right: String?
    }

    /// A stock whose outcome is not the same.
    struct Stock {
        let ticker: String
        let changes: [Change]
    }

    private let left: ScanSummary
    private let right: ScanSummary
    /// What differs about the scans as wholes: engine, request, state.
    let scan: [Change]
    /// The stocks that differ, by ticker.
    let stocks: [Stock]
    /// How many stocks have the same outcome.
    let equalStocks: Int
    /// The sets that differ, in the order of the first sweep, and how many are the same; nil where
    /// both are scans.
    let sets: SweepDifference?

    /// Compares two scans.
    package init(_ left: ScanSummary, _ right: ScanSummary) {
        self.left = left
        self.right = right
        scan = Self.changes(
            [("engine", Self.text(left.engine)), ("state", Self.text(left.phase.rawValue))]
                + Self.members(of: left.strategy) + Self.members(of: left.request)
                + Self.members(of: left.sweep),
            [("engine", Self.text(right.engine)), ("state", Self.text(right.phase.rawValue))]
                + Self.members(of: right.strategy) + Self.members(of: right.request)
                + Self.members(of: right.sweep))
        let tickers = Set(left.outcomes.keys).union(right.outcomes.keys).sorted()
        stocks = tickers.compactMap { ticker in
            let changes = Self.changes(
                Self.members(of: left.outcomes[ticker]), Self.members(of: right.outcomes[ticker]))
            return changes.isEmpty ? nil : Stock(ticker: ticker, changes: changes)
        }
        equalStocks = tickers.count - stocks.count
        sets = SweepDifference(left.sweep, right.sweep)
    }

    /// Whether nothing differs.
    package var isEmpty: Bool {
        scan.isEmpty && stocks.isEmpty && sets?.sets.isEmpty ?? true
    }

    /// The difference for a person.
    package var lines: [String] {
        var lines = ["- \(left.job)", "+ \(right.job)"]
        for change in scan {
            lines +=
                change.name == Self.textName
                ? TextDifference(left.strategy?.text ?? [], right.strategy?.text ?? []).lines
                : Self.lines(change, indent: "")
        }
        for stock in stocks {
            lines.append("\(stock.ticker):")
            for change in stock.changes { lines += Self.lines(change, indent: "  ") }
        }
        for set in sets?.sets ?? [] {
            lines.append("set \(set.name):")
            for change in set.changes { lines += Self.lines(change, indent: "  ") }
        }
        if let sets {
            return lines + [
                "\(sets.sets.count) sets differ, \(sets.equalSets) are equal; "
                    + "\(stocks.count) stocks differ, \(equalStocks) are equal"
            ]
        }
        lines.append(
            "\(stocks.count) stocks differ, \(equalStocks) are equal; PnL "
                + "\(ScanState.dollars(left.pnl)) and \(ScanState.dollars(right.pnl))")
        return lines
    }

    /// The difference as one JSON object.
    package var document: [UInt8] {
        JSONWriter.object { json in
            json.member("left", left.job)
            json.member("right", right.job)
            json.member("equal", isEmpty)
            json.member("scan") { Self.write(scan, to: &$0) }
            json.member("stocks") { json in
                for stock in stocks {
                    json.member(stock.ticker) { Self.write(stock.changes, to: &$0) }
                }
            }
            json.member("equal_stocks", equalStocks)
            if let sets {
                json.member("sets") { json in
                    for set in sets.sets {
                        json.member(set.name) { Self.write(set.changes, to: &$0) }
                    }
                }
                json.member("equal_sets", sets.equalSets)
            }
            json.member("total_pnl") { json in
                json.member("left", left.pnl.rounded(places: 2))
                json.member("right", right.pnl.rounded(places: 2))
            }
        }
    }

    private static func write(_ changes: [Change], to json: inout JSONWriter) {
        for change in changes {
            json.member(change.name) { json in
                json.member("left", json: (change.left ?? "null").utf8)
                json.member("right", json: (change.right ?? "null").utf8)
            }
        }
    }

    private static func lines(_ change: Change, indent: String) -> [String] {
        [
            "\(indent)- \(change.name): \(change.left ?? "none")",
            "\(indent)+ \(change.name): \(change.right ?? "none")",
        ]
    }

    // MARK: Comparing

    typealias Members = [(name: String, json: String)]

    static func changes(_ left: Members, _ right: Members) -> [Change] {
        let rights = Dictionary(right.map { ($0.name, $0.json) }) { first, _ in first }
        let lefts = Set(left.map(\.name))
        let changed = left.filter { rights[$0.name] != $0.json }.map {
            Change(name: $0.name, left: $0.json, right: rights[$0.name])
        }
        return changed
            + right.filter { !lefts.contains($0.name) }.map {
                Change(name: $0.name, left: nil, right: $0.json)
            }
    }
}
