import Foundation
import ProgramFiles
import Zlib

/// Reads the bundled prices of one ticker at a time from their file.
///
/// The file is opened for each read instead of being mapped, so that bytes which change under the
/// program are an error and not its end; nor are the ten megabytes held in memory.
struct BundledPriceReader: Sendable {
    let index: BundledPriceIndex
    private let file: URL
    private let columns: PriceColumns

    /// Reads the index and the header line of the prices.
    init(_ files: BundledPriceFiles) throws(PriceError) {
        file = files.prices
        let text = try readResource(files.index)
        index = try BundledPriceIndex(text.span, fileName: files.index.lastPathComponent)
        let header = try Self.text(index.headerMember, of: file, name: "the header")
        var lines = CSVLines(header.span)
        do throws(HeaderFault) {
            guard lines.next(header.span) else { throw HeaderFault("expected a header") }
            columns = try PriceColumns(&lines, header.span)
        } catch {
            throw PriceError(.badData, "\(file.lastPathComponent): \(error.message)")
        }
    }

    /// Inflates and parses all rows of a ticker; blocks.
    ///
    /// Throws `bad_data` with ticker and position when the file is not what the index says, and
    /// `internal` when it cannot be read.
    func history(of entry: BundledPriceIndex.Entry) throws(PriceError) -> PriceHistory {
        let text = try Self.text(entry.members, of: file, name: "'\(entry.ticker)'")
        let place = Self.place(entry.members, of: file, name: "'\(entry.ticker)'")
        let csv = PriceCSV(fileName: place, expectedRows: entry.rowCount)
        let outcomes = try csv.readRows(text.span, columns)
        guard outcomes.count == 1, let outcome = outcomes.first, outcome.ticker == entry.ticker
        else {
            let found = outcomes.isEmpty ? "none" : outcomes.map { "'\($0.ticker)'" }.list
            throw PriceError(
                .badData, "\(place): expected rows of that ticker only, found those of \(found)")
        }
        let history = try outcome.result.get()
        guard history.counts.rows == entry.rowCount else {
            throw PriceError(
                .badData,
                "\(place): expected \(entry.rowCount) rows, found \(history.counts.rows)")
        }
        return history
    }

    /// The text of the members that lie in a range of the file, their checksums checked.
    private static func text(
        _ members: Range<Int>, of file: URL, name: String
    ) throws(PriceError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try RegularFile(file.path).bytes(at: members.lowerBound, count: members.count)
        } catch {
            throw unreadableResource(file, error)
        }
        guard bytes.count == members.count else {
            throw PriceError(
                .badData,
                "\(place(members, of: file, name: name)): expected \(members.count) bytes, the "
                    + "file ends after \(bytes.count)")
        }
        do {
            return try gunzip(bytes, limitBytes: BundledPriceIndex.tickerLimitBytes)
        } catch {
            throw PriceError(.badData, "\(place(members, of: file, name: name)): \(error)")
        }
    }

    private static func place(_ members: Range<Int>, of file: URL, name: String) -> String {
        "\(file.lastPathComponent), \(name) in the gzip member at byte \(members.lowerBound)"
    }
}
