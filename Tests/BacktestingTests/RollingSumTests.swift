import Testing

@testable import Backtesting

@Suite struct RollingSumTests {
    /// Sums worked out by hand from binary expansions, and checked with Python's `math.fsum`.
    @Test(arguments: [
        ("nothing", [], 0),
        ("cancelling", [1e100, 1, -1e100], 1),
        ("tenths", Array(repeating: 0.1, count: 10), 1),
        ("tie to even", [1, 0x1p-53], 1),
        ("tie broken upwards", [1, 0x1p-53, 0x1p-1074], 0x1.0000000000001p0),
        ("tie broken downwards", [0x1.0000000000001p0, 0x1p-53, -0x1p-1074], 0x1.0000000000001p0),
        ("negative tie broken", [-1, -0x1p-53, -0x1p-1074], -0x1.0000000000001p0),
        ("subnormal", [0x1p-1074, 0x1p-1074], 0x1p-1073),
        ("zero from both sides", [1, -1], 0),
    ])
    func exactSumRoundsOnce(name: String, values: [Double], sum: Double) {
        #expect(exactSum(values.span) == sum, "\(name)")
        guard !values.isEmpty else { return }
        var rolling = RollingSum(count: values.count)
        #expect(values.compactMap { rolling.next($0) } == [sum], "\(name)")
    }

    @Test(arguments: Shape.allCases, [1, 2, 3, 7, 20, 64, 65, 500, 513])
    func rollingSumEqualsExactSumOfEveryWindow(shape: Shape, count: Int) {
        let seed: UInt64 = 0x5eed_0001 &+ UInt64(count)
        var random = SeededGenerator(state: seed)
        let values = shape.values(count: count + 300, &random)
        var rolling = RollingSum(count: count)
        for (index, value) in values.enumerated() {
            let sum = rolling.next(value)
            guard index + 1 >= count else {
                #expect(sum == nil)
                continue
            }
            let expected = exactSum(values.span.extracting((index + 1 - count)...index))
            guard sum?.bitPattern == expected.bitPattern else {
                let place = "\(shape), seed \(seed), window \(count), value \(index)"
                Issue.record("\(place): \(sum ?? .nan), expected \(expected)")
                return
            }
        }
    }

    /// As a whole year of minutes has more bars than any strategy of today looks back.
    @Test func aWindowHasNoBound() {
        var random = SeededGenerator(state: 0x5eed_0002)
        let count = 100_000
        let values = Shape.prices.values(count: count + 2, &random)
        var rolling = RollingSum(count: count)
        let sums = values.map { rolling.next($0) }
        #expect(sums[count - 2] == nil)
        for last in [count - 1, count + 1] {
            #expect(sums[last] == exactSum(values.span.extracting((last + 1 - count)...last)))
        }
    }

    /// Of so many values, two Doubles hold the exact sum of nearly equal ones only, and of more of
    /// none.
    @Test(arguments: [
        (1 << 23, [1.0, 1.5], true), (1 << 23, [1, 0x1p-40], false), (1 << 24, [1, 1.5], false),
    ])
    func aSumOfVeryManyValuesSaysWhenItIsNotExact(
        capacity: Int, values: [Double], isExact: Bool
    ) {
        var sum = ExactRunningSum(capacity: capacity)
        sum.restart(with: values.span)
        #expect(sum.isExact == isExact)
        #expect(!isExact || sum.value == exactSum(values.span))
        #expect(isExact || !sum.takes(1))
    }

    /// The series that a window of fixed-point numbers may meet, from harmless to hostile.
    enum Shape: CaseIterable {
        case prices
        case squaresOfPrices
        case bothSigns
        case tiny
        case subnormal
        case huge
        case mixedMagnitudes
        case zerosBetween
        case rareOutliers
        case halfUnits

        func values(count: Int, _ random: inout SeededGenerator) -> [Double] {
            (0..<count).map { index in
                let unit = Double.random(in: 0..<1, using: &random)
                switch self {
                case .prices: return ((unit * 300_000).rounded() + 1) / 100
                case .squaresOfPrices:
                    let price = ((unit * 300_000).rounded() + 1) / 100
                    return price * price
                case .bothSigns: return unit - 0.5
                case .tiny: return (unit - 0.5) * 0x1p-1000
                case .subnormal: return (unit - 0.5) * 0x1p-1040
                case .huge: return (unit - 0.5) * 0x1p1000
                case .mixedMagnitudes:
                    let exponent = Int.random(in: -900...900, using: &random)
                    return Double(sign: .plus, exponent: exponent, significand: unit - 0.5)
                case .zerosBetween: return unit < 0.7 ? 0 : unit
                case .rareOutliers: return index % 97 == 50 ? unit * 1e60 : unit
                case .halfUnits:
                    let choices = [
                        1, -1, 0x1p-53, -0x1p-53, 0x1p-54, 0x1p-106, 0x1.0000000000001p0,
                    ]
                    return choices[Int(unit * 7)]
                }
            }
        }
    }

    @Test func valuesThatAreNotFiniteLeaveWithTheirWindow() {
        var rolling = RollingSum(count: 2)
        let sums = [1, .infinity, 2, 3, .nan, 4, 5].map { rolling.next($0) }
        #expect(sums[1] == .infinity)
        #expect(sums[2] == .infinity)
        #expect(sums[3] == 5)
        #expect(sums[4]?.isNaN == true)
        #expect(sums[5]?.isNaN == true)
        #expect(sums[6] == 9)
    }
}

/// The same numbers from a seed everywhere: SplitMix64 of Steele, Lea and Flood, 2014.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
