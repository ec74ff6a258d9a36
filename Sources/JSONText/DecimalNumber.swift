/// Numbers of JSON (RFC 8259, section 6).
package enum DecimalNumber {
    /// Reads the number at the start of `text`; nil where there is none, or none that a double
    /// can hold.
    ///
    /// - Returns: the double next to the number, and how many bytes the number takes.
    package static func read(_ text: Span<UInt8>) -> (value: Double, count: Int)? {
        var digits = Digits()
        var index = 0
        let isNegative = !text.isEmpty && text[0] == UInt8(ascii: "-")
        if isNegative { index = 1 }
        let whole = index
        digits.read(text, from: &index)
        guard index > whole, index == whole + 1 || text[whole] != 0x30 else { return nil }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            let fraction = index
            digits.isFraction = true
            digits.read(text, from: &index)
            guard index > fraction else { return nil }
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < text.count,
                text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-")
            {
                index += 1
            }
            let exponent = index
            var ignored = Digits()
            ignored.read(text, from: &index)
            guard index > exponent else { return nil }
        } else if let value = digits.value {
            return (isNegative ? -value : value, index)
        }
        guard let token = try? UTF8Span(validating: text.extracting(..<index)),
            let value = Double(String(copying: token)), value.isFinite
        else { return nil }
        return (value, index)
    }

    /// Digits of a number as an integer, and the power of ten by which it is to be divided.
    private struct Digits {
        var isFraction = false
        private var integer: UInt64 = 0
        private var divisor: UInt64 = 1
        private var count = 0

        /// Both stay within 64 bits up to here.
        private static let maxCount = 19

        mutating func read(_ text: Span<UInt8>, from index: inout Int) {
            while index < text.count {
                let digit = text[index] &- 0x30
                guard digit < 10 else { return }
                integer = integer &* 10 &+ UInt64(digit)
                if isFraction { divisor = divisor &* 10 }
                count += 1
                index += 1
            }
        }

        /// The double next to the number; nil where it is not told by one division.
        var value: Double? {
            guard count <= Self.maxCount else { return nil }
            // Integer and power of ten are doubles themselves, and a division is rounded once.
            if integer < 1 << 53 { return Double(integer) / Double(divisor) }
            #if arch(x86_64)
                // The same with 64 bits, which are then rounded to 53: right unless the first
                // rounding has led just to the middle between two doubles.
                let quotient = Float80(integer) / Float80(divisor)
                if quotient.significandBitPattern & 0x7ff != 0x400 { return Double(quotient) }
            #endif
            return nil
        }
    }
}
