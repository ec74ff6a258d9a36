import Backtesting
import Foundation
import MarketData

/// Five indicators and ten comparisons as columns over all stocks, against TA-Lib's and numpy's.
struct IndicatorBench {
    /// Its ten comparisons differ from each other, and its entry is never true: a run computes all
    /// columns and does not trade.
    private static let text = """
        strategy "Ten comparisons" language 1
        mean = sma(close, 20)
        average = ema(close, 20)
        strength = rsi(close, 14)
        bands = bbands(close, 20, 2)
        reach = atr(14)
        enter long when reach > close
        exit long when close > mean
        exit long when close < average
        exit long when strength > 70
        exit long when strength < 30
        exit long when close < bands.lower
        exit long when close > bands.upper
        exit long when close > bands.middle
        exit long when average > mean
        exit long when reach > 2
        """

    let directory: String
    let rounds: Int

    /// Measures both, and makes sure that they compute the same.
    func row(_ stocks: [Bars]) throws -> Table.Row {
        let strategy = try NamedStrategy("ten_comparisons", text: Array(Self.text.utf8))
            .configure([:])
        let values = directory + "/values"
        let talib = try TurnTaker(
            .python, ["-B", "Tools/bench/indicator_peer.py", BundledPricesFile.path, values],
            environment: Program.oneThread)
        var agreement = Agreement(
            theirs: try [UInt8](Data(contentsOf: URL(fileURLWithPath: values))))
        for bars in stocks.sorted(by: { $0.ticker < $1.ticker }) {
            let columns = try StrategyColumns(strategy, on: bars)
            precondition(columns.result.trades.isEmpty, "the entry is never true")
            try agreement.compare(columns.columns, of: bars)
        }
        let (ours, theirs, peer) = try inTurn(rounds) {
            for bars in stocks { _ = try Backtest.run(strategy, on: bars) }
        } theirs: {
            try talib.turn("")
        }
        return Table.Row(
            what: "`sma(close, 20)`, `ema(close, 20)`, `rsi(close, 14)`, `bbands(close, 20, 2)`, "
                + "`atr(14)` and ten comparisons of them, computed by `Backtest.run` for the rules "
                + "of a strategy that never enters, the run and its result included",
            ours: ours.description,
            peer: "TA-Lib \(peer.version) and numpy's comparisons, stock by stock, columns ready "
                + "as float64, one thread: \(theirs.description); \(peer.tickers) stocks, "
                + agreement.description,
            ratio: String(format: "%.2f", theirs.median / ours.median), mark: "≥ 1.0",
            against: .peer,
            reason: "by perf, a quarter of ours is no column: the run and its result, and what "
                + "keeps and gives back columns; 22 % are the exact sums of `sma` and `bbands`, "
                + "which TA-Lib rounds at each step, and 17 % the comparisons.")
    }
}

/// How far columns are the same as those in a peer's file.
private struct Agreement {
    private let theirs: [UInt8]
    private var place = 0
    private var numbers = 0
    private var largestDifference = 0.0
    private var truths = 0
    private var differentTruths = 0
    private var leftOut: [String] = []

    /// Begins with the first stock of the file.
    init(theirs: [UInt8]) {
        self.theirs = theirs
    }

    /// Compares the columns of the file's next stock: numbers first, then truths.
    ///
    /// Throws where numbers differ by more than rounding. A bar whose high is below its low has
    /// another true range by each definition: the range of such a stock is left out.
    mutating func compare(_ columns: [StrategyColumns.Column], of bars: Bars) throws {
        let isTurned = zip(bars.high, bars.low).contains { $0 < $1 }
        if isTurned { leftOut.append(bars.ticker) }
        for column in columns {
            guard case .numbers(let values) = column.values else { continue }
            for (bar, value) in values.enumerated() {
                let other = nextNumber()
                if value.isNaN && other.isNaN || isTurned && column.name == "reach" { continue }
                let difference = (value - other).magnitude / max(1, value.magnitude)
                guard difference <= 1e-9 else {
                    throw Disagreement(
                        description: "\(column.name) \(column.line ?? "") of \(bars.ticker), "
                            + "bar \(bar): \(value), the peer has \(other)")
                }
                numbers += 1
                largestDifference = max(largestDifference, difference)
            }
        }
        for column in columns {
            guard case .truths(let values) = column.values else { continue }
            for value in values {
                truths += 1
                // A comparison with a missing value is false for numpy.
                if (value ?? false) != (theirs[place] != 0) { differentTruths += 1 }
                place += 1
            }
        }
    }

    private mutating func nextNumber() -> Double {
        var bits: UInt64 = 0
        for byte in theirs[place..<(place + 8)].reversed() { bits = bits << 8 | UInt64(byte) }
        place += 8
        return Double(bitPattern: bits)
    }

    /// What was compared, in words; all of the file must have been.
    var description: String {
        precondition(place == theirs.count, "both have the same stocks and columns")
        let difference = String(format: "%.0e", largestDifference)
        return "\(numbers) values the same to \(difference), left out `atr` of "
            + "\(leftOut.joined(separator: ", ")), where a high is below a low; of \(truths) "
            + "comparisons \(differentTruths) are not the same, as their two sides are equal but "
            + "for rounding"
    }
}

/// Product and peer do not compute the same.
private struct Disagreement: Error, CustomStringConvertible {
    let description: String
}
