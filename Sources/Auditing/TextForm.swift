internal import Tapes
internal import ScanEvents

/// What a string on a tape must look like; the patterns of the JSON Schemas in `Schemas/events`.
enum TextForm: Sendable {
    /// When a record was written.
    case time
    /// A day.
    case date
    /// A day, perhaps with hour and minute.
    case barTime
    /// A SHA-256 digest in hexadecimal digits.
    case digest
    /// The name of a scan.
    case job
    /// A stock.
    case ticker
    /// The name of a strategy.
    case strategy
    /// The program and its version.
    case engine
    /// One of a few words; an open list may grow within a version.
    case word([String], isOpen: Bool = false)
    /// Any text but an empty one.
    case notEmpty
    /// A client's name for its request.
    case key
    /// A set of stocks.
    case universe
    /// A source of prices.
    case source

    /// What is expected, in words.
    var description: String {
        switch self {
        case .time: "a time, YYYY-MM-DDThh:mm:ss.ffffffZ"
        case .date: "a day, YYYY-MM-DD"
        case .barTime: "a day or a minute, YYYY-MM-DD or YYYY-MM-DDThh:mm"
        case .digest: "64 hexadecimal digits in lower case"
        case .job: "the name of a scan"
        case .ticker: "a ticker, 1 to 16 of A-Z 0-9 . ^ = -"
        case .strategy: "the name of a strategy"
        case .engine: "tapedeck and its version"
        case .word(let words, _): "one of \(words.joined(separator: ", "))"
        case .notEmpty: "a text that is not empty"
        case .key: "1 to 255 visible ASCII characters"
        case .universe: "sp500, bundled, all or file:/PATH"
        case .source: PriceSourceKind.writtenForm
        }
    }

    /// Whether the text between the quotes, its escapes as they stand, is as it must be.
    func matches(_ text: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .time: RecordText.isTime(text.span)
        case .date: RecordText.isDate(text.span)
        case .barTime: RecordText.isDate(text.span) || RecordText.isMinute(text.span)
        case .digest: RecordText.isDigest(text.span)
        case .job:
            (1...64).contains(text.count) && text.first != UInt8(ascii: "-")
                && text.last != UInt8(ascii: "-")
                && text.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
        case .ticker: RecordText.isTicker(text.span)
        case .strategy: isName(text)
        case .engine: isEngine(text)
        case .word(let words, _): words.contains { text.elementsEqual($0.utf8) }
        case .notEmpty: !text.isEmpty
        case .key:
            // An escaped quote or backslash takes two bytes.
            (1...510).contains(text.count) && text.allSatisfy { (0x21...0x7e).contains($0) }
        case .universe:
            ["sp500", "bundled", "all"].contains { text.elementsEqual($0.utf8) }
                || RecordText.isPath(text, after: "file:/")
        case .source: PriceSourceKind.isWritten(text)
        }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
private func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7a }

/// Whether `text` is a lower-case name such as `bollinger_bands`.
func isName(_ text: ArraySlice<UInt8>) -> Bool {
    text.first.map(isLower) == true
        && text.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
}

private func isEngine(_ text: ArraySlice<UInt8>) -> Bool {
    let words = String(decoding: text, as: UTF8.self).split(
        separator: " ", omittingEmptySubsequences: false)
    return words.count == 2 && words[0] == "tapedeck"
        && String(words[1]).wholeMatch(of: #/[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?/#) != nil
}
