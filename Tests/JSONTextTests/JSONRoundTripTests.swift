import JSONText
import TestSupport
import Testing

@Suite struct JSONRoundTripTests {
    @Test func everyDoubleIsReadBackToTheBit() throws {
        let seed: UInt64 = 0x5eed_0050
        var random = SeededGenerator(seed: seed)
        for index in 0..<20_000 {
            let number = Self.double(index: index, &random)
            var writer = JSONWriter()
            writer.value(number)
            let read = try JSONValue.parse(writer.bytes)
            guard case .number(let value) = read, value.bitPattern == number.bitPattern else {
                Issue.record("seed \(seed), number \(index): \(number) was read as \(read)")
                return
            }
        }
    }

    /// Decimals as people write them take the scanner's short way, which must round as well.
    @Test func everyShortDecimalIsReadAsTheNearestDouble() throws {
        let seed: UInt64 = 0x5eed_0051
        var random = SeededGenerator(seed: seed)
        for index in 0..<50_000 {
            let digits = Int.random(in: 1...21, using: &random)
            let point = Int.random(in: 1...digits, using: &random)
            var text = Bool.random(using: &random) ? "-" : ""
            for place in 0..<digits {
                if place == point { text += "." }
                let least = place == 0 && point > 1 ? 1 : 0
                text += "\(Int.random(in: least...9, using: &random))"
            }
            var scanner = JSONScanner(Array(text.utf8))
            let value = try scanner.number()
            guard value.bitPattern == Double(text)?.bitPattern else {
                Issue.record("seed \(seed), number \(index): \(text) was read as \(value)")
                return
            }
        }
    }

    /// Next to the middle between two doubles, a decimal that is rounded to it first would be
    /// rounded to the wrong side then.
    @Test func decimalsNextToTheMiddleBetweenDoublesAreReadAsTheNearest() throws {
        let seed: UInt64 = 0x5eed_0052
        var random = SeededGenerator(seed: seed)
        for index in 0..<20_000 {
            // From 1 to 2 the middles are the odd multiples of 2^-53.
            let odd = UInt128(Int.random(in: 0..<1 << 53, using: &random) | 1)
            let digits = UInt64(1_000_000_000_000_000_000 + (odd * 1_000_000_000_000_000_000) >> 53)
            for digits in digits...digits + 1 {
                let text = "\(digits / 1_000_000_000_000_000_000)." + "\(digits)".dropFirst()
                var scanner = JSONScanner(Array(text.utf8))
                let value = try scanner.number()
                guard value.bitPattern == Double(text)?.bitPattern else {
                    Issue.record("seed \(seed), number \(index): \(text) was read as \(value)")
                    return
                }
            }
        }
    }

    @Test func everyTreeIsReadBackEqualAndSkippedWhole() throws {
        for seed: UInt64 in 0x5eed_0060..<0x5eed_0100 {
            var random = SeededGenerator(seed: seed)
            let value = JSONValue.any(depth: 5, &random)
            var writer = JSONWriter()
            value.write(to: &writer)
            try #require(try JSONValue.parse(writer.bytes) == value, "seed \(seed)")
            let padded = Array(" ".utf8) + writer.bytes + Array("\n".utf8)
            var scanner = JSONScanner(padded)
            #expect(try scanner.skip() == 1..<padded.count - 1, "seed \(seed)")
        }
    }

    @Test func everyTruncatedTreeIsRefused() throws {
        for seed: UInt64 in 0x5eed_0110..<0x5eed_0120 {
            var random = SeededGenerator(seed: seed)
            var writer = JSONWriter()
            JSONValue.object([("a", .any(depth: 3, &random))]).write(to: &writer)
            for count in 0..<writer.bytes.count {
                #expect(throws: JSONError.self, "seed \(seed), \(count) bytes") {
                    try JSONValue.parse(Array(writer.bytes.prefix(count)))
                }
            }
        }
    }

    /// Doubles of all sorts: any bits, cents, whole ones, and what lies next to a power of two.
    private static func double(index: Int, _ random: inout SeededGenerator) -> Double {
        switch index % 4 {
        case 0:
            let number = Double(bitPattern: random.next())
            return number.isFinite ? number : 0
        case 1: return Double(Int.random(in: -10_000_000...10_000_000, using: &random)) / 100
        case 2: return Double(Int64(truncatingIfNeeded: random.next()))
        default:
            let power = Double(
                sign: .plus, exponent: .random(in: -1074...1023, using: &random), significand: 1)
            return Bool.random(using: &random) ? power.nextUp : -power.nextDown
        }
    }
}

extension JSONValue {
    /// Any value, nested up to `depth` levels.
    static func any(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &random) {
        case 0: return .null
        case 1: return .boolean(.random(using: &random))
        case 2: return .number(Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 64)
        case 3: return .string(anyText(&random))
        case 4:
            let count = Int.random(in: 0...4, using: &random)
            return .array((0..<count).map { _ in any(depth: depth - 1, &random) })
        default:
            let count = Int.random(in: 0...4, using: &random)
            return .object(
                (0..<count).map { _ in (anyText(&random), any(depth: depth - 1, &random)) })
        }
    }

    /// Text rich in what must be escaped.
    private static func anyText(_ random: inout SeededGenerator) -> String {
        let alphabet = Array(
            "\"\\/\n\r\t\0\u{1f}\u{7f}au{}[]:,é\u{301}\u{2028}\u{feff}😀".unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
        }
        return String(text)
    }

    func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.null()
        case .boolean(let flag): json.value(flag)
        case .number(let number): json.value(number)
        case .string(let text): json.value(text)
        case .array(let elements): json.array(elements) { $1.write(to: &$0) }
        case .object(let members):
            json.object { json in
                for (name, value) in members {
                    json.name(name)
                    value.write(to: &json)
                }
            }
        }
    }
}
