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

    /// Compares two scans.
    package init(_ left: ScanSummary, _ right: ScanSummary) {
        self.left = left
        self.right = right
        scan = Self.changes(
            [("engine", Self.text(left.engine)), ("state", Self.text(left.phase.rawValue))]
                + Self.members(of: left.strategy) + Self.members(of: left.request),
            [("engine", Self.text(right.engine)), ("state", Self.text(right.phase.rawValue))]
                + Self.members(of: right.strategy) + Self.members(of: right.request))
        let tickers = Set(left.outcomes.keys).union(right.outcomes.keys).sorted()
        stocks = tickers.compactMap { ticker in
            let changes = Self.changes(
                Self.members(of: left.outcomes[ticker]), Self.members(of: right.outcomes[ticker]))
            return changes.isEmpty ? nil : Stock(ticker: ticker, changes: changes)
        }
        equalStocks = tickers.count - stocks.count
    }

    /// Whether nothing differs.
    package var isEmpty: Bool { scan.isEmpty && stocks.isEmpty }

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

    private typealias Members = [(name: String, json: String)]

    private static func changes(_ left: Members, _ right: Members) -> [Change] {
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

    private static let textName = "strategy_text"

    private static func members(of strategy: RecordedStrategy?) -> Members {
        guard let strategy else { return [] }
        return [
            ("strategy_language", "\(strategy.language)"),
            ("strategy_sha256", text(strategy.digest)),
            (textName, text(String(decoding: strategy.text, as: UTF8.self))),
        ]
    }

    private static func members(of request: ScanRequest?) -> Members {
        guard let request else { return [] }
        var json = JSONWriter()
        request.write(to: &json)
        return members(of: json.bytes, prefix: "")
    }

    private static func members(of outcome: ScanSummary.Outcome?) -> Members {
        switch outcome {
        case nil: return []
        case .result(let result, let digest):
            var json = JSONWriter()
            result.write(to: &json)
            return [("bars_sha256", text(digest))]
                + members(of: json.bytes, prefix: "").filter { $0.name != "ticker" }
        case .failure(let code, let message):
            return [("failure", text(code)), ("message", text(message))]
        }
    }

    /// The members of an object, those of objects in it with their names joined by dots.
    private static func members(of object: [UInt8], prefix: String) -> Members {
        var members: Members = []
        var scanner = JSONScanner(object)
        // What this program has written itself is sound.
        try? scanner.object { name, scanner throws(JSONError) in
            let isObject = scanner.peek() == UInt8(ascii: "{")
            let value = Array(object[try scanner.skip()])
            if isObject {
                members += Self.members(of: value, prefix: prefix + name + ".")
            } else {
                members.append((prefix + name, String(decoding: value, as: UTF8.self)))
            }
        }
        return members
    }

    private static func text(_ string: String) -> String {
        var json = JSONWriter()
        json.value(string)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
