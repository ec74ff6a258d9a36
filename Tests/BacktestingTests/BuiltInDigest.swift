import Crypto
import MarketData

@testable import Backtesting

/// What came of a run, as a digest that is equal when all trades and equities are, to the bit.
struct BuiltInDigest {
    /// SHA-256 of the numbers of a run, or of the code of its error.
    let bytes: [UInt8]
    /// Trades, an open one included.
    let trades: Int
    /// Index of the first bar on which all has a value; nil when there were too few bars.
    let firstTradingBar: Int?

    /// Runs a strategy over one stock.
    init(of strategy: ConfiguredStrategy, on bars: Bars, _ execution: ExecutionSettings) {
        var numbers: [UInt64] = []
        do throws(BacktestError) {
            let result = try Backtest.run(
                strategy, on: bars, cash: 10_000, costs: TradingCosts(commissionRate: 0.001),
                execution: execution)
            numbers.reserveCapacity(9 * result.trades.count + result.equity.count + 4)
            for trade in result.trades { Self.add(trade, to: &numbers) }
            for equity in result.equity { numbers.append(equity.bitPattern) }
            numbers.append(UInt64(result.rejectedOrders))
            numbers.append(result.commissionPaid.bitPattern)
            numbers.append(result.endValue.bitPattern)
            trades = result.totalTrades
            firstTradingBar = result.firstTradingBar
        } catch {
            numbers = error.code.utf8.map { UInt64($0) }
            trades = 0
            firstTradingBar = nil
        }
        bytes = Self.sha256(of: numbers)
    }

    /// SHA-256 of the digests of all stocks, one after the other, as 64 digits.
    static func joined(_ digests: [BuiltInDigest]) -> String {
        var hash = SHA256()
        for digest in digests { hash.update(data: digest.bytes) }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    private static func add(_ trade: Trade, to numbers: inout [UInt64]) {
        numbers.append(number(trade.entryTime))
        numbers.append(trade.exitTime.map(number) ?? .max)
        numbers.append(trade.side == .long ? 1 : 0)
        numbers.append(trade.size.bitPattern)
        numbers.append(trade.entryPrice.bitPattern)
        numbers.append(trade.exitPrice?.bitPattern ?? .max)
        numbers.append(trade.grossPnl.bitPattern)
        numbers.append(trade.netPnl.bitPattern)
        numbers.append(UInt64(trade.barsHeld))
    }

    /// The day and the minute of it, as one number.
    private static func number(_ time: BarTime) -> UInt64 {
        UInt64(bitPattern: Int64(time.day.dayNumber) * 1_441 + Int64((time.minute ?? -1) + 1))
    }

    /// SHA-256 of numbers of eight bytes each, the lowest byte first.
    private static func sha256(of numbers: [UInt64]) -> [UInt8] {
        let ordered = numbers.map(\.littleEndian)
        var hash = SHA256()
        unsafe ordered.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
        return Array(hash.finalize())
    }
}
