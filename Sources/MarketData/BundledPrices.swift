import Foundation
import Zlib

/// The prices that come with the program: 505 tickers of the S&P 500, 2013-02-08 to 2018-02-07.
///
/// Membership is that of early 2018, so results carry survivorship bias. Rows without all four
/// prices are dropped, rows whose open or close lies outside low…high are kept; both counted.
package struct BundledPrices: PriceSource {
    /// How a request names this source.
    package static let sourceName = "bundled"

    private static let fileName = "sp500-2013-2018.csv.gz"
    private static let inflatedLimitBytes = 64 * 1024 * 1024
    private static let table = Result<PriceTable, PriceError> { () throws(PriceError) in
        try readTable()
    }

    private let table: PriceTable

    /// The bundled prices, read from disk once a process and shared from then on.
    ///
    /// The first call blocks for some tenths of a second: keep it off event loops. Throws
    /// `internal` when the file cannot be read and `bad_data` when it is damaged.
    package static func load() throws(PriceError) -> BundledPrices {
        BundledPrices(table: try table.get())
    }

    /// Always `bundled`.
    package var name: String { Self.sourceName }
    /// First and last day of any ticker.
    package var coverage: ClosedRange<CalendarDate>? { table.coverage }
    /// All tickers in the order of the file.
    package var tickers: [String] { table.tickers }
    /// What was met while reading the file.
    package var counts: SourceCounts { table.counts }

    /// The bars of one ticker between two days, both inclusive.
    ///
    /// Throws `unknown_ticker` and `no_data`; returns without waiting.
    package func bars(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws(PriceError) -> Bars {
        try table.bars(of: ticker, from: from, to: to)
    }

    private static func readTable() throws(PriceError) -> PriceTable {
        guard let url = Bundle.module.url(forResource: fileName, withExtension: nil) else {
            throw PriceError(
                .internal,
                "the bundled prices are missing: no \(fileName) in \(Bundle.module.bundlePath); "
                    + "keep the .resources folder beside the executable")
        }
        let packed: [UInt8]
        do {
            packed = [UInt8](try Data(contentsOf: url))
        } catch {
            throw PriceError(.internal, "cannot read the bundled prices, \(url.path): \(error)")
        }
        let text: [UInt8]
        do {
            text = try gunzip(packed, limitBytes: inflatedLimitBytes)
        } catch {
            throw PriceError(.badData, "cannot inflate the bundled prices, \(url.path): \(error)")
        }
        return try PriceTable(csv: text, name: sourceName)
    }
}
