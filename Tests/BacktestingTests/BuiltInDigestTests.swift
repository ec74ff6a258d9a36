import Foundation
import MarketData
import Testing

@testable import Backtesting

/// Every built-in strategy over all bundled stocks: trades and equities, to the last bit.
///
/// `Golden/built-in-digests.csv` has a row for each strategy, its parameters and the settings of
/// the run; `Golden/built-in-digests.stocks` has, row after row, the first four bytes of the digest
/// of each stock in order of ticker, so that a row that differs says where. Both were written once,
/// by `BuiltInDigest`, with the strategies of commit 6e26abe, each of which was a type in Swift;
/// nothing writes them again. Runs that are closed at the end have the defaults.
///
/// `Golden/built-in-digests-ruined.csv` has other first bytes for the stocks whose account is ruined
/// between two signals while orders fill at the close: the types of then booked the exit at the later
/// signal's close, when the run had ended; it is booked where the account ended.
///
/// An unoptimised build runs every 40th stock and compares its four bytes only.
@Suite(.timeLimit(.minutes(3))) struct BuiltInDigestTests {
    private static let rows = Result { try readRows() }
    private static let stockDigests = Result {
        [UInt8](try Data(contentsOf: GoldenTests.url("built-in-digests.stocks")))
    }
    private static let ruined = Result { try readRuined() }
    private static let stocks = Task { try await readStocks() }
    private static let names = StrategyLibrary.builtIn.declarations.map(\.name)

    @Test(arguments: names)
    func everyTradeAndEquityIsAsEver(strategy: String) async throws {
        let stocks = try await Self.stocks.value
        let rows = try Self.rows.get().filter { $0.strategy == strategy }
        #expect(Set(rows.map(\.parameters)).count >= 4)
        for row in rows {
            try Self.compare(row, on: stocks)
        }
    }

    @Test func theFileHasEveryStrategyWithAllSettings() async throws {
        let rows = try Self.rows.get()
        let stocks = try await Self.stocks.value
        #expect(try Self.stockDigests.get().count == rows.count * stocks.count * 4)
        #expect(rows.enumerated().allSatisfy { $0.offset == $0.element.place })
        for (strategy, own) in Dictionary(grouping: rows, by: \.strategy) {
            #expect(Self.names.contains(strategy))
            #expect(own.contains { $0.trades > 1_000 } || strategy == "buy_and_hold")
            for (parameters, runs) in Dictionary(grouping: own, by: \.parameters) {
                let settings = Set(runs.map(\.execution))
                #expect(settings.count == (parameters.isEmpty ? 6 : 4), "\(strategy)")
                #expect(settings.count == runs.count, "\(strategy)")
            }
        }
        #expect(Set(rows.map(\.strategy)).count == 19)
    }

    private static func compare(_ row: Row, on stocks: [Bars]) throws {
        let strategy = try StrategyLibrary.builtIn.resolve(
            row.strategy, parameters: row.parameters)
        #expect(strategy.minimumBars == row.minimumBars, "\(row)")
        var (digests, differing) = ([BuiltInDigest](), [String]())
        let expected = try Self.stockDigests.get().dropFirst(row.place * stocks.count * 4)
        let ruined = try Self.ruined.get()[row.place] ?? [:]
        for (place, bars) in stocks.enumerated() where isRun(place, row) {
            let digest = BuiltInDigest(of: strategy, on: bars, row.execution)
            digests.append(digest)
            let bytes = ruined[bars.ticker] ?? Array(expected.dropFirst(place * 4).prefix(4))
            if !digest.bytes.prefix(4).elementsEqual(bytes) {
                let hex = digest.bytes.prefix(4).map { String($0, radix: 16) }
                differing.append("\(row.place) \(bars.ticker) \(hex)")
            }
        }
        #expect(
            differing.isEmpty,
            "\(row): \(differing.count) of \(digests.count) stocks differ: \(differing.prefix(40))")
        let first = Set(digests.compactMap(\.firstTradingBar))
        #expect(first.subtracting([row.firstTradingBar ?? -1]).isEmpty, "\(row)")
        guard digests.count == stocks.count else { return }
        #expect(digests.reduce(0) { $0 + $1.trades } == row.trades, "\(row)")
        #expect(digests.count { $0.firstTradingBar == nil } == row.failed, "\(row)")
        // With a ruined account the whole is another one, too.
        if ruined.isEmpty { #expect(BuiltInDigest.joined(digests) == row.digest, "\(row)") }
    }

    /// The first four bytes of the digests of ruined accounts, by row and ticker.
    private static func readRuined() throws -> [Int: [String: [UInt8]]] {
        let text = try String(
            contentsOf: GoldenTests.url("built-in-digests-ruined.csv"), encoding: .utf8)
        var ruined: [Int: [String: [UInt8]]] = [:]
        for line in text.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",").map(String.init)
            let row = try #require(Int(fields[0]))
            let bytes = try #require(UInt32(fields[2], radix: 16))
            ruined[row, default: [:]][fields[1]] = (0..<4).map {
                UInt8(truncatingIfNeeded: bytes >> (24 - 8 * $0))
            }
        }
        return ruined
    }

    /// Whether this build runs that stock; each row has others.
    private static func isRun(_ place: Int, _ row: Row) -> Bool {
        #if DEBUG
            (place + row.place).isMultiple(of: 40)
        #else
            true
        #endif
    }

    private static func readStocks() async throws -> [Bars] {
        let prices = try BundledPrices.load()
        var stocks: [Bars] = []
        for ticker in prices.tickers {
            stocks.append(try await prices.history(of: ticker, from: nil, to: nil).bars)
        }
        return stocks
    }

    /// One row of the file: what was run, and what came of it.
    private struct Row: Sendable, CustomStringConvertible {
        /// Counted from 0.
        let place: Int
        let strategy: String
        let parameters: [String: Double]
        let execution: ExecutionSettings
        let minimumBars: Int
        /// Nil when all stocks have too few bars.
        let firstTradingBar: Int?
        let trades: Int
        /// Stocks with too few bars.
        let failed: Int
        let digest: String

        var description: String {
            let numbers = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(strategy) [\(numbers.joined(separator: " "))] \(execution.fills) "
                + (execution.wholeUnits ? "whole" : "fractional")
                + (execution.closesAtEnd ? ", closed at the end" : "")
        }
    }

    private static func readRows() throws -> [Row] {
        try String(contentsOf: GoldenTests.url("built-in-digests.csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst().enumerated().map { place, line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    .map(String.init)
                try #require(fields.count == 10)
                return Row(
                    place: place, strategy: fields[0], parameters: try parameters(fields[1]),
                    execution: ExecutionSettings(
                        fills: try #require(ExecutionSettings.Fills(rawValue: fields[2])),
                        wholeUnits: fields[3] == "whole", closesAtEnd: fields[4] == "closed"),
                    minimumBars: try #require(Int(fields[5])), firstTradingBar: Int(fields[6]),
                    trades: try #require(Int(fields[7])), failed: try #require(Int(fields[8])),
                    digest: fields[9])
            }
    }

    /// Numbers written as `period=2 oversold=-50.0`; none are the defaults.
    private static func parameters(_ text: String) throws -> [String: Double] {
        var numbers: [String: Double] = [:]
        for pair in text.split(separator: " ") {
            let parts = pair.split(separator: "=")
            try #require(parts.count == 2)
            let number: Double = try #require(Double(parts[1]))
            numbers[String(parts[0])] = number
        }
        return numbers
    }
}
