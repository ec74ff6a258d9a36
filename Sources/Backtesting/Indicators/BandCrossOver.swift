/// Tells when a series crosses any of three lines, each by the rule of `CrossOver`.
///
/// All three at once, by bits and without a branch: one after the other, a backtest of Bollinger
/// bands took a fifth longer.
struct BandCrossOver: Indicator {
    /// One of the lines, as a bit.
    enum Line: UInt64 {
        case lower = 1
        case middle = 2
        case upper = 4
    }

    /// On which side of the lines a value lies: bits of those that it is below, and of those that
    /// it is on.
    struct Sides {
        let below: UInt64
        let on: UInt64

        @inline(__always)
        init(below: UInt64, on: UInt64 = 0) {
            self.below = below
            self.on = on
        }

        /// Compares a value with each line.
        @inline(__always)
        init(of value: Double, lower: Double, middle: Double, upper: Double) {
            func bits(_ isLower: Bool, _ isMiddle: Bool, _ isUpper: Bool) -> UInt64 {
                (isLower ? 1 : 0) | (isMiddle ? 2 : 0) | (isUpper ? 4 : 0)
            }
            below = bits(value < lower, value < middle, value < upper)
            on = bits(value == lower, value == middle, value == upper)
        }
    }

    /// The lines that were crossed, as bits.
    struct Crossings {
        fileprivate let up: UInt64
        fileprivate let down: UInt64

        /// Whether the series is above the line now and was below.
        func areUp(across line: Line) -> Bool { up & line.rawValue != 0 }

        /// Whether the series is below the line now and was above.
        func areDown(across line: Line) -> Bool { down & line.rawValue != 0 }
    }

    /// The lines that the series was below when it was last not on them.
    private var below: UInt64 = 0
    /// The lines of which that is known.
    private var known: UInt64 = 0

    /// Takes the next value's sides; never nil.
    @inline(__always)
    mutating func next(_ sides: Sides) -> Crossings? {
        let changed = (sides.below ^ below) & known & ~sides.on
        below = sides.below | below & sides.on
        known |= ~sides.on
        return Crossings(up: changed & ~sides.below, down: changed & sides.below)
    }
}
