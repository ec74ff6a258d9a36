internal import Backtesting
internal import JSONText
internal import ScanEvents
internal import Scanning

extension Recomputation {
    /// Compares the recorded counts of the rules with those of the stocks computed so far.
    func difference(from counted: ScanEvent.RulesCounted) -> Difference? {
        // A resumed scan leaves stocks out whose prices had changed.
        guard counted.stocks == rules.stocks,
            case .rulesCounted(let expected) = ScanEvent.counted(rules, of: plan.strategy),
            expected != counted
        else { return nil }
        return Difference(
            ticker: nil, what: "rules", expected: "\(expected.rules)", found: "\(counted.rules)")
    }

    static func difference(
        _ ticker: String, _ expected: StockResult, _ found: StockResult
    ) -> Difference? {
        guard expected != found else { return nil }
        var (left, right) = (JSONWriter(), JSONWriter())
        expected.write(to: &left)
        found.write(to: &right)
        return firstDifference(ticker, left.bytes, right.bytes)
    }

    static func difference(
        _ ticker: String, _ expected: ScanEvent.PriceRecord, _ found: ScanEvent.PriceRecord
    ) -> Difference? {
        let pairs: [(String, String, String)] = [
            ("bars", "\(expected.bars)", "\(found.bars)"),
            ("first_date", expected.firstDate, found.firstDate),
            ("last_date", expected.lastDate, found.lastDate),
        ]
        return pairs.first { $0.1 != $0.2 }.map {
            Difference(ticker: ticker, what: $0.0, expected: $0.1, found: $0.2)
        }
    }

    /// The first thing in which a part of a portfolio's curve differs from the same points of what
    /// was computed.
    static func difference(
        _ expected: ScanEvent.PortfolioValued, _ found: ScanEvent.PortfolioValued
    ) -> Difference? {
        if expected.statistics != found.statistics {
            return Difference(
                ticker: nil, what: "portfolio", expected: "\(expected.statistics)",
                found: "\(found.statistics)")
        }
        for (index, time) in expected.times.enumerated()
        where found.values[index] != expected.values[index] || found.times[index] != time {
            return Difference(
                ticker: nil, what: "portfolio, point \(found.offset + index)",
                expected: "\(expected.values[index]) at \(time)",
                found: "\(found.values[index]) at \(found.times[index])")
        }
        // Tapes of earlier versions tell of no benchmark.
        guard let benchmark = found.benchmark, let values = found.benchmarkValues else {
            return nil
        }
        if let own = expected.benchmark, own != benchmark {
            return Difference(
                ticker: nil, what: "benchmark of the portfolio", expected: "\(own)",
                found: "\(benchmark)")
        }
        for (index, value) in (expected.benchmarkValues ?? []).enumerated()
        where values[index] != value {
            return Difference(
                ticker: nil, what: "benchmark of the portfolio, point \(found.offset + index)",
                expected: "\(value)", found: "\(values[index])")
        }
        return nil
    }

    /// The first member whose values differ in two objects of the same members.
    private static func firstDifference(
        _ ticker: String, _ expected: [UInt8], _ found: [UInt8]
    ) -> Difference? {
        guard case .object(let left)? = try? JSONValue.parse(expected),
            case .object(let right)? = try? JSONValue.parse(found)
        else { return nil }
        let pair = zip(left, right).first { $0.value != $1.value }
        return pair.map { left, right in
            Difference(
                ticker: ticker, what: left.name, expected: text(left.value),
                found: text(right.value))
        }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .number(let number): "\(number)"
        case .string(let text): text
        case .null: "null"
        default: "\(value)"
        }
    }
}
