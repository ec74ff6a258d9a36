import Foundation
import MarketData
import Testing

@testable import Backtesting

/// The twelve strategies of the origin over all bundled tickers, against backtrader 1.9.78.123.
///
/// `Golden/run_backtrader.py` wrote `sp500-backtrader.csv`, and says what its columns mean.
@Suite struct BacktraderParityTests {
    private static let cash = 10_000.0

    private static let names = Strategies.all.prefix(12).map(\.name)
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
        let strategy = try Strategies.resolve(row.strategy)
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
        guard result.endValue.isClose(to: expected.endValue, absolute: 1e-9 * cash) else {
            return "end value \(result.endValue)"
        }
        guard profit.isClose(to: expected.closedProfit, absolute: 1e-9 * cash) else {
            return "profit \(profit)"
        }
        guard result.maxDrawdownPercent.isClose(to: expected.drawdown, absolute: 1e-9) else {
            return "drawdown \(result.maxDrawdownPercent)"
        }
        return nil
    }

    private struct Row: Sendable {
        let strategy: String
        let ticker: String
        /// Nil when backtrader stopped for want of bars.
        let numbers: Numbers?
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
    }

    private static func readRows() throws -> [Row] {
        try String(contentsOf: GoldenTests.url("sp500-backtrader.csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst()
            .map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    .map(String.init)
                try #require(fields.count == 11)
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
                    checksum: try #require(UInt32(fields[10], radix: 16)))
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
