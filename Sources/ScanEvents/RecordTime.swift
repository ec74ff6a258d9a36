/// The time in a record, as text; kept in four words where it has the usual 27 bytes, so that
/// reading a record allocates nothing for what hardly anyone asks for.
struct RecordTime: Equatable, Sendable {
    static let usualBytes = 27

    private let words: Words
    private let unusual: String?

    private struct Words: Equatable, Sendable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0
    }

    /// Keeps a text of any length.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        self = bytes.count == Self.usualBytes ? Self(usual: bytes, at: 0) : Self(unusual: text)
    }

    private init(unusual text: String) {
        words = Words()
        unusual = text
    }

    /// Keeps the 27 bytes of UTF-8 that start at `start`.
    init(usual bytes: [UInt8], at start: Int) {
        func word(_ offset: Int, _ count: Int) -> UInt64 {
            var word: UInt64 = 0
            for index in 0..<count {
                word |= UInt64(bytes[start + offset + index]) << UInt64(8 * index)
            }
            return word
        }
        words = Words(
            first: word(0, 8), second: word(8, 8), third: word(16, 8), fourth: word(24, 3))
        unusual = nil
    }

    /// The text.
    var text: String {
        if let unusual { return unusual }
        var bytes: [UInt8] = []
        for word in [words.first, words.second, words.third, words.fourth] {
            for index in 0..<8 where bytes.count < Self.usualBytes {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * index)))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
