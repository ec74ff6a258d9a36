import Foundation
import TestSupport
import Testing

@testable import Projections

@Suite struct RoundingTests {
    /// What Python's `round` gives, which the guide rounds with: the nearest decimal to the very
    /// double, so 12.345, a little above the tie, goes up and 2.675, a little below, goes down.
    @Test(arguments: [
        (0, 2, 0), (1, 2, 1), (0.124999, 2, 0.12), (0.126, 2, 0.13), (33.333333, 2, 33.33),
        (0.125, 2, 0.12), (0.375, 2, 0.38), (-0.125, 2, -0.12), (1.5, 1, 1.5),
        (0.25, 1, 0.2), (0.75, 1, 0.8), (-0.25, 1, -0.2), (4.95049504950495, 1, 5),
        (12.345, 2, 12.35), (-12.345, 2, -12.35), (0.45, 1, 0.5), (0.285, 2, 0.28),
        (2.675, 2, 2.67), (-2.675, 2, -2.67), (0.075, 2, 0.07), (1.005, 2, 1), (0.35, 1, 0.3),
        (99.999, 2, 100), (125_430.505, 2, 125_430.51), (1e15 + 0.125, 2, 1e15 + 0.125),
        (.greatestFiniteMagnitude, 2, .greatestFiniteMagnitude), (0x1p-1074, 2, 0),
        (3.21425, 4, 3.2142), (0.00005, 4, 0.0001), (-1.00015, 4, -1.0002), (0.12345, 4, 0.1235),
    ])
    func numberIsRoundedToItsNearestDecimal(number: Double, places: Int, rounded: Double) {
        #expect(number.rounded(places: places) == rounded)
    }

    /// The C library prints decimals rounded from the exact value, ties to even.
    @Test func everyNumberIsRoundedAsTheCLibraryPrintsIt() {
        let seed: UInt64 = 0x5eed_0080
        var random = SeededGenerator(seed: seed)
        for index in 0..<20_000 {
            let thousandths = Int.random(in: -20_000_000...20_000_000, using: &random)
            let number =
                index.isMultiple(of: 2)
                ? Double(thousandths) / 1_000 : Double.random(in: -1e9...1e9, using: &random)
            for places in [1, 2, 4] {
                let printed = Double(String(format: "%.\(places)f", number))
                guard number.rounded(places: places) == printed else {
                    Issue.record("seed \(seed), number \(index): \(number) to \(places) places")
                    return
                }
            }
        }
    }
}
