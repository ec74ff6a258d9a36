import Foundation
import Testing

@testable import Indicators

/// The series that the golden values were computed of.
enum GoldenBars {
    static let tickers = ["AAPL", "F", "FLAT", "GE", "KO", "NFLX", "NOVOL", "RISE", "STEP", "XOM"]
    static let listed = ["AAPL", "F", "GE", "KO", "NFLX", "XOM"]

    /// The bars of a ticker, or of a made series.
    static func of(_ ticker: String) -> PriceColumns {
        bundled[ticker] ?? made(ticker)
    }

    /// A file of `Golden`.
    static func file(_ name: String) throws -> String {
        let url = try #require(
            Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Golden"))
        return try String(contentsOf: url, encoding: .utf8)
    }

    private static let bundled: [String: PriceColumns] = {
        var rows: [String: [[Double]]] = [:]
        for line in ((try? file("bars")) ?? "").split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",")
            rows[String(fields[0]), default: []].append(fields[1...].map { Double($0) ?? .nan })
        }
        return rows.mapValues { columns($0) }
    }()

    private static func made(_ ticker: String) -> PriceColumns {
        let rows: [[Double]] = (0..<120).map { index in
            let place = Double(index)
            switch ticker {
            case "STEP":
                let price = 50 + Double(index % 7)
                return [price, price, price, price, 1000]
            case "RISE":
                return [100 + place, 102 + place, 99 + place, 101 + place, 1000 + place]
            default: return [50, 50, 50, 50, 1000]
            }
        }
        guard ticker == "NOVOL" else { return columns(rows) }
        let bars = of("KO").first(120)
        return PriceColumns(
            open: bars.open, high: bars.high, low: bars.low, close: bars.close,
            volume: Array(repeating: 0, count: 120))
    }

    private static func columns(_ rows: [[Double]]) -> PriceColumns {
        PriceColumns(
            open: rows.map { $0[0] }, high: rows.map { $0[1] }, low: rows.map { $0[2] },
            close: rows.map { $0[3] }, volume: rows.map { $0[4] })
    }
}

extension PriceColumns {
    /// The bars up to a number of them.
    func first(_ count: Int) -> PriceColumns {
        PriceColumns(
            open: Array(open.prefix(count)), high: Array(high.prefix(count)),
            low: Array(low.prefix(count)), close: Array(close.prefix(count)),
            volume: Array(volume.prefix(count)))
    }
}

extension IndicatorCatalogue {
    /// The lines of a function of the catalogue, of columns that begin with the first bar.
    static func lines(
        _ name: String, _ prices: PriceColumns, _ columns: [[Double]] = [],
        _ numbers: [Double] = [], lead: Int = 0
    ) throws -> [[Double]] {
        let function = try #require(language1.first { $0.name == name }, "\(name)")
        return function.compute(
            IndicatorInput(prices: prices, columns: columns, numbers: numbers, lead: lead))
    }

    /// The first line of it.
    static func line(
        _ name: String, _ columns: [[Double]], _ numbers: [Double] = [], lead: Int = 0
    ) throws -> [Double] {
        let column = columns[0]
        let prices = PriceColumns(
            open: column, high: column, low: column, close: column, volume: column)
        return try lines(name, prices, columns, numbers, lead: lead)[0]
    }
}
