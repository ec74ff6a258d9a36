internal import JSONText

extension Double {
    /// The number to 1, 2 or 4 decimals, as the streams show it.
    ///
    /// The number itself is rounded, not its double near the tie: 2.675 is a little less than it
    /// looks and gives 2.67, as in Python. A true tie goes to the even digit.
    package func rounded(places: Int) -> Double {
        let scale =
            switch places {
            case 1: 10.0
            case 2: 100.0
            default: 10_000.0
            }
        let scaled = self * scale
        // Beyond 2^52 a double has no decimals left to round.
        guard abs(scaled) < 0x1p52 else { return self }
        // `self * scale` is `scaled + error`, exactly; it decides where `scaled` is a tie.
        let error = (-scaled).addingProduct(self, scale)
        let nearest = scaled.rounded(.toNearestOrEven)
        switch scaled - nearest {
        case 0.5 where error > 0: return (nearest + 1) / scale
        case -0.5 where error < 0: return (nearest - 1) / scale
        default: return nearest / scale
        }
    }
}

extension JSONWriter {
    /// Writes a member with a rounded number, null where there is none.
    mutating func member(_ name: String, _ number: Double?, places: Int) {
        member(name, number?.rounded(places: places))
    }
}
