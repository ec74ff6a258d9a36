/// A sum of Doubles as a whole number of units of 2^-`scale`: exact in both directions.
struct FixedPointSum {
    private var units: Int128 = 0
    private var scale = 0
    /// The shifts that put a 53-bit significand into `units` with room for all terms.
    private let shiftLimit: Int

    /// Makes an empty sum with room for so many terms.
    init(termCount: Int) {
        let carryBits = Int.bitWidth - (termCount - 1).leadingZeroBitCount
        shiftLimit = Int128.bitWidth - 1 - 53 - carryBits
        precondition(shiftLimit > 0, "windows are limited to 2^60 values")
    }

    /// Whether the value is a whole number of units and small enough.
    func fits(_ value: Double) -> Bool {
        let shift = value.unitExponent + scale
        return (shift >= 0 && shift <= shiftLimit) || value == 0
    }

    /// Adds a value that fits.
    mutating func add(_ value: Double) {
        units &+= unitCount(value)
    }

    /// Takes back a value that was added.
    mutating func remove(_ value: Double) {
        units &-= unitCount(value)
    }

    /// Chooses units in which all values fit, and adds them up; false when there are none.
    mutating func rebuild(from values: [Double]) -> Bool {
        var smallest = Int.max
        var largest = Int.min
        for value in values where value != 0 {
            guard value.isFinite else { return false }
            smallest = min(smallest, value.unitExponent)
            largest = max(largest, value.unitExponent)
        }
        units = 0
        guard smallest <= largest else { return true }
        guard largest - smallest <= shiftLimit else { return false }
        // In the middle, so that later values may be smaller as well as larger.
        scale = (shiftLimit - (largest - smallest)) / 2 - smallest
        for value in values {
            add(value)
        }
        return true
    }

    /// The Double nearest to the sum, ties to even.
    var rounded: Double {
        guard units != 0 else { return 0 }
        let magnitude = units.magnitude
        let leadingZeros = magnitude.leadingZeroBitCount
        let normalised = magnitude &<< UInt128(truncatingIfNeeded: leadingZeros)
        // The 62 leading bits, and one that says whether any bit below them is set: more than a
        // Double has, so that converting them rounds as converting all bits would.
        let leading = Int64(truncatingIfNeeded: normalised >> 65) & ~1
        let isAnyLowerSet = normalised << 62 != 0
        let significand = Double(leading | (isAnyLowerSet ? 1 : 0))
        let exponent = 65 - leadingZeros - scale
        // Scaling is exact: even below the normal range, where the sum, a multiple of its terms'
        // last places, has few enough bits.
        let signed = units < 0 ? -significand : significand
        guard -1022...1023 ~= exponent else {
            return Double(sign: .plus, exponent: exponent, significand: signed)
        }
        return signed * Double(bitPattern: UInt64(exponent + 1023) << 52)
    }

    private func unitCount(_ value: Double) -> Int128 {
        guard value != 0 else { return 0 }
        let count = Int128(value.unitsOfLastPlace) &<< Int128(value.unitExponent + scale)
        return value < 0 ? 0 &- count : count
    }
}

extension Double {
    /// The exponent of the last place of a finite value: it is a multiple of 2 to this power.
    fileprivate var unitExponent: Int {
        Int(Swift.max(exponentBitPattern, 1)) - 1075
    }

    /// The magnitude of a finite value in units of its last place.
    fileprivate var unitsOfLastPlace: Int64 {
        let implicitBit: UInt64 = exponentBitPattern == 0 ? 0 : 1 << 52
        return Int64(significandBitPattern | implicitBit)
    }
}
