import Foundation
import MarketData
import Testing

@testable import Backtesting

/// The twelve strategies of the origin over all bundled tickers, against backtrader 1.9.78.123.
///
/// `Golden/run_backtrader.py` wrote `sp500-backtrader.csv`, and says what its columns mean.
@Suite(.timeLimit(.minutes(3))) struct BacktraderParityTests {
    private static let cash = 10_000.0

    private static let names = StrategyLibrary.builtIn.declarations.prefix(12).map(\.name)
    private static let rows = Result { try readRows() }

    @Test(arguments: names)
    func everyTickerTradesAsInBacktrader(strategy: String) async throws {
        let prices = try BundledPrices.load()
        let rows = try Self.rows.get().filter { $0.strategy == strategy }
        #expect(rows.map(\.ticker) == prices.tickers)
        var differing: [String] = []
        for row in rows {
            let bars = try await prices.history(of: row.ticker, from: nil, to: nil).bars
            if let difference = try Self.difference(row, bars) {
                differing.append("\(row.ticker): \(difference)")
            }
        }
        #expect(differing.isEmpty, "\(differing.count) differ: \(differing.prefix(20))")
    }

    /// In what a run differs from its row, or nil.
    private static func difference(_ row: Row, _ bars: Bars) throws -> String? {
        let strategy = try StrategyLibrary.builtIn.resolve(row.strategy)
        guard let expected = row.numbers, bars.count >= strategy.minimumBars else {
            // What has too few bars is refused here, and fails or trades nothing there.
            let isRefused = bars.count < strategy.minimumBars
            return isRefused && (row.numbers?.total ?? 0) == 0 ? nil : "\(bars.count) bars"
        }
        let result = try Backtest.run(strategy, on: bars, cash: cash)
        let closed = result.trades.filter(\.isClosed)
        let profit = closed.reduce(0) { $0 + $1.grossPnl }
        let counts = [
            result.totalTrades, result.openTrades, result.winningTrades, result.losingTrades,
        ]
        guard counts == [expected.total, expected.open, expected.won, expected.lost] else {
            return "counts \(counts)"
        }
        guard checksum(of: closed) == expected.checksum else { return "trades" }
        let figures: [(name: String, value: Double, expected: Double)] = [
            ("end value", result.endValue, expected.endValue),
            ("profit", profit, expected.closedProfit),
            ("drawdown", result.maxDrawdownPercent, expected.drawdown),
            ("entry prices", numbered(closed.map(\.entryPrice)), expected.numberedEntryPrices),
            ("profits", numbered(closed.map(\.grossPnl)), expected.numberedProfits),
        ]
        let wrong = figures.first { !$0.value.isClose(to: $0.expected) }
        return wrong.map { "\($0.name) \($0.value), expected \($0.expected)" }
            ?? difference(result.trades.last { !$0.isClosed }, expected.openTrade)
    }

    private static func difference(_ trade: Trade?, _ expected: OpenTrade?) -> String? {
        guard let trade, let expected else {
            return trade == nil && expected == nil ? nil : "an open trade"
        }
        let agrees =
            trade.entryTime.description == expected.entry
            && trade.side.rawValue == expected.side && trade.entryPrice.isClose(to: expected.price)
        return agrees ? nil : "open trade \(trade)"
    }

    private struct Row: Sendable {
        let strategy: String
        let ticker: String
        /// Nil when backtrader stopped for want of bars.
        let numbers: Numbers?
    }

    /// The sum of numbers, each times its place, counted from 1.
    private static func numbered(_ values: [Double]) -> Double {
        values.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
    }

    /// The trade that is open at the end.
    private struct OpenTrade: Sendable {
        let entry: String
        let side: String
        let price: Double
    }

    private struct Numbers: Sendable {
        let endValue: Double
        let total: Int
        let open: Int
        let won: Int
        let lost: Int
        let drawdown: Double
        let closedProfit: Double
        let checksum: UInt32
        let numberedEntryPrices: Double
        let numberedProfits: Double
        let openTrade: OpenTrade?
    }

    private static func readRows() throws -> [Row] {
        try String(contentsOf: GoldenTests.url("sp500-backtrader.csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst()
            .map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    .map(String.init)
                try #require(fields.count == 16)
                guard fields[2] != "short" else {
                    return Row(strategy: fields[0], ticker: fields[1], numbers: nil)
                }
                let numbers = Numbers(
                    endValue: try #require(Double(fields[3])),
                    total: try #require(Int(fields[4])),
                    open: try #require(Int(fields[5])),
                    won: try #require(Int(fields[6])),
                    lost: try #require(Int(fields[7])),
                    drawdown: try #require(Double(fields[8])),
                    closedProfit: try #require(Double(fields[9])),
                    checksum: try #require(UInt32(fields[10], radix: 16)),
                    numberedEntryPrices: try #require(Double(fields[11])),
                    numberedProfits: try #require(Double(fields[12])),
                    openTrade: fields[13].isEmpty
                        ? nil
                        : OpenTrade(
                            entry: fields[13], side: fields[14],
                            price: try #require(Double(fields[15]))))
                return Row(strategy: fields[0], ticker: fields[1], numbers: numbers)
            }
    }

    /// The CRC-32 (zlib's) of days and sides.
    private static func checksum(of trades: [Trade]) -> UInt32 {
        let text = trades.map {
            "\($0.entryTime),\($0.exitTime.map(\.description) ?? ""),\($0.side.rawValue)\n"
        }
        return ~text.joined().utf8.reduce(~0) { checksum, byte in
            (0..<8).reduce(checksum ^ UInt32(byte)) { bits, _ in
                bits >> 1 ^ (bits & 1) &* 0xedb8_8320
            }
        }
    }
}
