/// Reads the fields of price rows, byte by byte, and says where it stands when one is wrong.
struct PriceRowParser {
    /// The columns of a price file, in order; the raw value counts from 1.
    enum Column: Int, CaseIterable {
        case ticker = 1
        case date, open, high, low, close, volume
    }

    static let header = "ticker,date,open,high,low,close,volume"

    let fileName: String
    private var offset = 0
    private var line = 1
    /// The powers of ten that a Double holds exactly.
    private let powersOfTen: [Double] = (0...22).map { power in
        (0..<power).reduce(1) { product, _ in product * 10 }
    }

    init(fileName: String) {
        self.fileName = fileName
    }

    func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
        offset >= bytes.count
    }

    mutating func readHeader(_ bytes: Span<UInt8>) throws(PriceError) {
        let end = endOfField(bytes, stopAtComma: false)
        guard text(bytes, offset..<end) == Self.header else {
            let found = found(bytes, offset..<end)
            throw error(.ticker, "expected the header '\(Self.header)', found \(found)")
        }
        guard end < bytes.count else {
            throw error(.volume, "expected the end of the line, found the end of the file")
        }
        offset = end + 1
        line += 1
    }

    /// Consumes the ticker and its comma, and tells where the ticker is.
    mutating func readTicker(_ bytes: Span<UInt8>) throws(PriceError) -> Range<Int> {
        let start = offset
        let end = endOfField(bytes)
        guard end > start, end < bytes.count, bytes[end] == UInt8(ascii: ",") else {
            let found = found(bytes, start..<end)
            throw error(.ticker, "expected a ticker and a comma, found \(found)")
        }
        offset = end + 1
        return start..<end
    }

    mutating func readDate(_ bytes: Span<UInt8>) throws(PriceError) -> CalendarDate {
        let end = offset + CalendarDate.isoByteCount
        guard let date = CalendarDate(isoIn: bytes, at: offset), end < bytes.count,
            bytes[end] == UInt8(ascii: ",")
        else {
            let range = offset..<endOfField(bytes)
            throw error(.date, "expected a day as YYYY-MM-DD, found \(found(bytes, range))")
        }
        offset = end + 1
        return date
    }

    /// Consumes a price and its comma; nil when the field is empty.
    mutating func readPrice(
        _ column: Column, _ bytes: Span<UInt8>
    ) throws(PriceError) -> Double? {
        let start = offset
        let price = readDecimal(bytes)
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: ","),
            price.map({ $0 > 0 && $0.isFinite }) ?? (offset == start)
        else {
            throw wrongNumber(column, "a price above zero and a comma", start, bytes)
        }
        offset += 1
        return price
    }

    /// Consumes the volume and the end of the line.
    mutating func readVolume(_ bytes: Span<UInt8>) throws(PriceError) -> Double {
        let start = offset
        guard let volume = readDecimal(bytes), volume.isFinite,
            offset < bytes.count, bytes[offset] == UInt8(ascii: "\n")
        else {
            throw wrongNumber(.volume, "a volume and the end of the line", start, bytes)
        }
        offset += 1
        line += 1
        return volume
    }

    func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }

    func error(_ column: Column, _ message: String) -> PriceError {
        PriceError(
            .badData,
            "\(fileName) prices, line \(line), column \(column.rawValue) (\(column)): \(message)")
    }

    /// Consumes digits with at most one point among them; nil when there are no digits.
    ///
    /// A mantissa below 2^53 divided by a power of ten up to 10^22 is rounded once, hence
    /// correctly (Clinger, "How to Read Floating Point Numbers Accurately", 1990); for anything
    /// longer the standard library reads the text.
    private mutating func readDecimal(_ bytes: Span<UInt8>) -> Double? {
        let start = offset
        var mantissa: UInt64 = 0
        var digitCount = 0
        var digitsBeforePoint: Int?
        var place = offset
        while place < bytes.count {
            let byte = bytes[place]
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                digitCount += 1
            } else if byte == UInt8(ascii: "."), digitsBeforePoint == nil {
                digitsBeforePoint = digitCount
            } else {
                break
            }
            place += 1
        }
        offset = place
        guard digitCount > 0 else { return nil }
        let fractionDigits = digitCount - (digitsBeforePoint ?? digitCount)
        guard digitCount <= 19, mantissa < 1 << 53 else {
            return Double(text(bytes, start..<place))
        }
        return Double(mantissa) / powersOfTen[fractionDigits]
    }

    private func endOfField(_ bytes: Span<UInt8>, stopAtComma: Bool = true) -> Int {
        var end = offset
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n"),
            !(stopAtComma && bytes[end] == UInt8(ascii: ","))
        {
            end += 1
        }
        return end
    }

    private mutating func wrongNumber(
        _ column: Column, _ expected: String, _ start: Int, _ bytes: Span<UInt8>
    ) -> PriceError {
        offset = start
        let range = start..<endOfField(bytes)
        return error(column, "expected \(expected), found \(found(bytes, range))")
    }

    /// The text of a field for a message, with what ended it, never longer than 40 bytes.
    private func found(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        let end =
            if range.upperBound == bytes.count {
                "the end of the file"
            } else {
                bytes[range.upperBound] == UInt8(ascii: "\n") ? "the end of the line" : "a comma"
            }
        guard !range.isEmpty else { return "nothing before \(end)" }
        let shown = range.prefix(40)
        return "'\(text(bytes, shown.lowerBound..<shown.upperBound))"
            + (shown.count < range.count ? "…'" : "'") + " before \(end)"
    }
}
