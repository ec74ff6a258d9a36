/// A whole number of 320 bits, the lowest 64 first.
struct Limbs {
    var words: [UInt64]

    /// 256 binary digits after the first `skipped` ones, times a number.
    init(_ digits: [UInt64], from skipped: Int, times factor: UInt64) {
        let (word, bit) = (skipped / 64, skipped % 64)
        words = []
        var carried: UInt64 = 0
        for place in stride(from: word + 3, through: word, by: -1) {
            let both = UInt128(digits[place]) << 64 | UInt128(digits[place + 1])
            let digits = UInt64(truncatingIfNeeded: both >> (64 - bit))
            let product = UInt128(digits) * UInt128(factor) + UInt128(carried)
            words.append(UInt64(truncatingIfNeeded: product))
            carried = UInt64(truncatingIfNeeded: product >> 64)
        }
        words.append(carried)
    }

    /// Drops up to 63 bits at the low end.
    mutating func shiftRight(by bits: Int) {
        guard bits > 0 else { return }
        for place in 0..<4 {
            words[place] = words[place] >> UInt64(bits) | words[place + 1] << UInt64(64 - bits)
        }
        words[4] >>= UInt64(bits)
    }

    /// Turns the lower 256 bits into 2^bits less them.
    mutating func subtractFromPower(of bits: Int) {
        var isBorrowed = false
        for place in 0..<4 {
            let from: UInt64 = place == bits / 64 ? 1 << UInt64(bits % 64) : 0
            let (first, wasLess) = from.subtractingReportingOverflow(words[place])
            let (second, isLess) = first.subtractingReportingOverflow(isBorrowed ? 1 : 0)
            words[place] = second
            isBorrowed = wasLess || isLess
        }
    }

    /// The lower 256 bits times a power of two, to 106 bits.
    func leadingPair(exponent: Int) -> ExactPair {
        guard let top = (0..<4).last(where: { words[$0] != 0 }) else {
            return ExactPair(high: 0)
        }
        let shift = UInt64(words[top].leadingZeroBitCount)
        func word(_ place: Int) -> UInt64 { place < 0 ? 0 : words[place] }
        func shifted(_ place: Int) -> UInt64 {
            shift == 0 ? word(place) : word(place) << shift | word(place - 1) >> (64 - shift)
        }
        let (first, second) = (shifted(top), shifted(top - 1))
        // 53 bits of the first 64, then 11 and 42 more.
        let high = Double(first >> 11)
        let low = Double((first & 0x7ff) << 42 | second >> 22)
        let scale = exponent + 64 * top - Int(shift)
        return ExactPair(
            high: high * power(scale + 11), low: low * power(scale - 42))
    }

    private func power(_ exponent: Int) -> Double {
        Double(bitPattern: UInt64(exponent + 1023) << 52)
    }
}
