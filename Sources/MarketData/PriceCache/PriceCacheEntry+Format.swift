internal import Foundation
internal import Zlib

/// A cache file is one gzip member of this text, every line ended by LF:
///
///     # tapedeck price cache 1 {"ticker":"A","interval":"1d","fetchedAt":"2026-07-31T20:05:00Z",…}
///     time,open,high,low,close,volume
///     2026-07-30,45.07,45.35,45.0,45.08,1824755.0
///
/// The JSON object is `Header`, with `openUntil` only where the last bar was open. Numbers are
/// the shortest that read back as the same Double, so that the bars keep their digest. gzip's
/// checksum and length tell of damage; its own header has only the ten bytes written here.
extension PriceCacheEntry {
    /// What distinguishes one cache file from another, and where its text comes from.
    struct Key: Hashable, Sendable {
        let source: String
        let interval: BarInterval
        let ticker: String
    }

    private struct Header: Codable {
        let source: String
        let interval: String
        let ticker: String
        let from: String?
        let to: String?
        let fetchedAt: Date
        let openUntil: Date?
        let bars: Int
        let rows: Int
        let rowsDropped: Int
        let rowsOutsideRange: Int
        let error: String?
        let message: String?
    }

    private static let title = "# tapedeck price cache 1 "
    private static let columns = "time,open,high,low,close,volume"
    private static let gzipHeader: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    private static let textLimitBytes = 64 * 1024 * 1024

    /// The bytes of the file.
    func encoded(for key: Key) throws -> [UInt8] {
        let history = try? outcome.get()
        let error: PriceError? = if case .failure(let error) = outcome { error } else { nil }
        let header = Header(
            source: key.source, interval: key.interval.rawValue, ticker: key.ticker,
            from: range.from?.description, to: range.to?.description, fetchedAt: fetchedAt,
            openUntil: history?.openUntil,
            bars: history?.bars.count ?? 0, rows: history?.counts.rows ?? 0,
            rowsDropped: history?.counts.rowsDropped ?? 0,
            rowsOutsideRange: history?.counts.rowsOutsideRange ?? 0,
            error: error?.code.rawValue, message: error?.message)
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(header), as: UTF8.self)
        var text = "\(Self.title)\(json)\n\(Self.columns)\n"
        if let bars = history?.bars {
            for row in 0..<bars.count {
                text += "\(bars.times[row]),\(bars.open[row]),\(bars.high[row]),"
                text += "\(bars.low[row]),\(bars.close[row]),\(bars.volume[row])\n"
            }
        }
        return Self.gzip(Array(text.utf8))
    }

    /// Reads the bytes of a file; throws unless they are sound and belong to `key`.
    init(_ bytes: [UInt8], for key: Key) throws {
        guard bytes.starts(with: Self.gzipHeader) else { throw Damage("no gzip header of ours") }
        let text = try gunzip(bytes, limitBytes: Self.textLimitBytes)
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), first.starts(with: Self.title.utf8),
            lines.popFirst().map({ $0.elementsEqual(Self.columns.utf8) }) == true,
            lines.popLast()?.isEmpty == true
        else { throw Damage("not a price cache of version 1") }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let header = try decoder.decode(
            Header.self, from: Data(first.dropFirst(Self.title.utf8.count)))
        guard
            header.source == key.source, header.interval == key.interval.rawValue,
            header.ticker == key.ticker, header.bars == lines.count
        else { throw Damage("of another ticker, interval or source, or cut") }
        range = DayRange(from: try Self.day(header.from), to: try Self.day(header.to))
        fetchedAt = header.fetchedAt
        if let code = header.error {
            guard let code = PriceError.Code(rawValue: code) else {
                throw Damage("error '\(code)'")
            }
            outcome = .failure(PriceError(code, header.message ?? ""))
        } else {
            let counts = RowCounts(
                rows: header.rows, rowsDropped: header.rowsDropped,
                rowsOutsideRange: header.rowsOutsideRange)
            outcome = .success(
                PriceHistory(
                    bars: try Self.bars(of: key.ticker, lines), counts: counts,
                    fetchedAt: fetchedAt, openUntil: header.openUntil))
        }
    }

    private static func bars(
        of ticker: String, _ lines: ArraySlice<ArraySlice<UInt8>>
    ) throws -> Bars {
        var times: [BarTime] = []
        times.reserveCapacity(lines.count)
        var columns = Array(repeating: [Double](), count: 5)
        for column in columns.indices { columns[column].reserveCapacity(lines.count) }
        for line in lines {
            let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard fields.count == 6, let time = BarTime(iso: fields[0]) else {
                throw Damage("row '\(String(decoding: line, as: UTF8.self))'")
            }
            times.append(time)
            for column in 0..<5 {
                let field = String(decoding: fields[column + 1], as: UTF8.self)
                guard let value = Double(field) else { throw Damage("number '\(field)'") }
                columns[column].append(value)
            }
        }
        return try Bars(
            ticker: ticker, times: times, open: columns[0], high: columns[1], low: columns[2],
            close: columns[3], volume: columns[4])
    }

    private static func day(_ text: String?) throws -> CalendarDate? {
        guard let text else { return nil }
        guard let day = CalendarDate(iso: text) else { throw Damage("day '\(text)'") }
        return day
    }

    private static func gzip(_ text: [UInt8]) -> [UInt8] {
        var bytes = gzipHeader
        var deflater = Deflater()
        deflater.compress(text.span, appendingTo: &bytes)
        for word in [crc32(text.span), UInt32(truncatingIfNeeded: text.count)] {
            for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }
}

/// Why a cache file is not used.
struct Damage: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
