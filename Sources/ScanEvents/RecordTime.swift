internal import JSONText
internal import Zlib

/// The time in a record, as text; kept in four words where it has the usual 27 bytes, so that
/// reading a record allocates nothing for what hardly anyone asks for.
struct RecordTime: Equatable, Sendable {
    static let usualBytes = 27

    private let words: Words
    private let unusual: String?

    /// The text's bytes, the first the least significant: `YYYY-MM-` `DDThh:mm` `:ss.ffff` `ffZ`.
    private struct Words: Equatable, Sendable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0
    }

    /// Keeps a text of any length.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        self =
            bytes.count == Self.usualBytes
            ? Self(usual: bytes.span, at: 0) : Self(unusual: text)
    }

    private init(unusual text: String) {
        words = Words()
        unusual = text
    }

    /// Keeps the 27 bytes of UTF-8 that start at `start`.
    init(usual bytes: Span<UInt8>, at start: Int) {
        func word(_ offset: Int) -> UInt64 { littleEndianWord(in: bytes, at: start + offset) }
        // The last eight bytes, of which the third word has five.
        words = Words(first: word(0), second: word(8), third: word(16), fourth: word(19) >> 40)
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

    /// Whether it is a time that there is, `YYYY-MM-DDThh:mm:ss.ffffffZ`.
    var isTime: Bool {
        // What is left of a word is its digits as numbers, and nothing where no digit belongs.
        let first = words.first ^ 0x2d30_302d_3030_3030  // 0000-00-
        let second = words.second ^ 0x3030_3a30_3054_3030  // 00T00:00
        let third = words.third ^ 0x3030_3030_2e30_303a  // :00.0000
        let fourth = words.fourth ^ 0x5a_3030  // 00Z
        guard unusual == nil, Self.isDigits(first, in: 0x000f_0f00_0f0f_0f0f),
            Self.isDigits(second, in: 0x0f0f_000f_0f00_0f0f),
            Self.isDigits(third, in: 0x0f0f_0f0f_000f_0f00),
            Self.isDigits(fourth, in: 0x0f0f)
        else { return false }
        func number(_ word: UInt64, at byte: UInt64) -> UInt64 {
            (word >> (8 * byte) & 0xf) * 10 + (word >> (8 * byte + 8) & 0xf)
        }
        return (1...12).contains(number(first, at: 5)) && (1...31).contains(number(second, at: 0))
            && number(second, at: 3) < 24 && number(second, at: 6) < 60
            && number(third, at: 1) < 60
    }

    /// Whether each byte of `word` is a number up to 9 where `places` has bits, and 0 elsewhere.
    private static func isDigits(_ word: UInt64, in places: UInt64) -> Bool {
        // Six more than a digit above 9 goes beyond the four bits.
        let carries = word &+ (places & 0x0606_0606_0606_0606)
        return (word | carries) & ~places == 0
    }
}
