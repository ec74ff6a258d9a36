internal import JSONText
internal import ScanEvents

/// The first fields of a record, read from its bytes without a copy.
struct RecordHead {
    private static let seqField = Array(#"{"seq":"#.utf8)
    private static let atField = Array(#","at":""#.utf8)
    private static let typeField = Array(#"","type":""#.utf8)
    private static let tickerField = Array(#","ticker":""#.utf8)
    private static let resultField = Array(#","result":{"ticker":""#.utf8)

    /// When it was written, in microseconds since 1970.
    let micros: Int64
    /// Where its type stands.
    let type: Range<Int>
    /// Where its stock stands, if that comes right behind the type; nil if it may be elsewhere.
    let ticker: Range<Int>?

    /// Reads the head of the record at `range`; nil where it does not begin as records do.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        let end = range.upperBound
        var place = range.lowerBound + Self.seqField.count
        while place < end, bytes[place] &- 0x30 < 10 { place += 1 }
        guard Self.stands(Self.atField, in: bytes, at: place, before: end) else { return nil }
        place += Self.atField.count
        guard place + CalendarText.timeBytes < end,
            let micros = CalendarText.micros(bytes, at: place)
        else { return nil }
        place += CalendarText.timeBytes
        guard Self.stands(Self.typeField, in: bytes, at: place, before: end) else { return nil }
        place += Self.typeField.count
        guard let type = Self.plainText(bytes, at: place, before: end) else { return nil }
        self.micros = micros
        self.type = type
        place = type.upperBound + 1
        if Self.stands(Self.tickerField, in: bytes, at: place, before: end) {
            ticker = Self.plainText(bytes, at: place + Self.tickerField.count, before: end)
        } else if Self.stands(Self.resultField, in: bytes, at: place, before: end) {
            ticker = Self.plainText(bytes, at: place + Self.resultField.count, before: end)
        } else {
            ticker = nil
        }
    }

    private static func stands(
        _ text: [UInt8], in bytes: [UInt8], at place: Int, before end: Int
    ) -> Bool {
        guard place + text.count <= end else { return false }
        for index in text.indices where bytes[place + index] != text[index] { return false }
        return true
    }

    /// A string without escapes that ends with a quote; nil for any other.
    private static func plainText(
        _ bytes: [UInt8], at start: Int, before end: Int
    ) -> Range<Int>? {
        var place = start
        while place < end, bytes[place] != UInt8(ascii: "\"") {
            if bytes[place] == UInt8(ascii: "\\") { return nil }
            place += 1
        }
        return place < end ? start..<place : nil
    }
}

extension RecordHead {
    /// Whether the type is `text`.
    func isOfType(_ text: [UInt8], in bytes: [UInt8]) -> Bool {
        type.count == text.count && Self.stands(text, in: bytes, at: type.lowerBound, before: .max)
    }

    /// The stock of any record, by its field `ticker` or that of its result; nil where it has none.
    static func ticker(in bytes: [UInt8], _ range: Range<Int>) throws(JSONError) -> String? {
        var scanner = JSONScanner(bytes, range)
        var ticker: String?
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "ticker" where scanner.peek() == UInt8(ascii: "\""):
                ticker = try scanner.string()
            case "result" where scanner.peek() == UInt8(ascii: "{"):
                try scanner.object { name, scanner throws(JSONError) in
                    if name == "ticker", scanner.peek() == UInt8(ascii: "\"") {
                        ticker = try scanner.string()
                    } else {
                        try scanner.skip()
                    }
                }
            default: try scanner.skip()
            }
        }
        return ticker
    }
}
