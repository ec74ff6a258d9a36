import Foundation
import Testing

@testable import PortableMath

@Suite struct ElementaryTests {
    /// A line of `elementary.csv`: arguments, the nearest Double, and what that leaves in its units.
    struct Exact: Sendable {
        let function: String
        let x: Double
        let y: Double?
        let nearest: Double
        let rest: Double

        static func all(of function: String) throws -> [Exact] {
            let url = try #require(
                Bundle.module.url(
                    forResource: "elementary", withExtension: "csv", subdirectory: "Golden"))
            return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
                .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
                .filter { $0[0] == function }
                .map { fields in
                    Exact(
                        function: function, x: try #require(number(fields[1])),
                        y: number(fields[2]), nearest: try #require(number(fields[3])),
                        rest: try #require(Double(fields[4])))
                }
        }

        private static func number(_ bits: Substring) -> Double? {
            UInt64(bits, radix: 16).map { Double(bitPattern: $0) }
        }

        var value: Double {
            switch function {
            case "log": Elementary.log(x)
            case "exp": Elementary.exp(x)
            case "pow": Elementary.pow(x, y ?? .nan)
            case "sin": Elementary.sin(x)
            default: Elementary.cos(x)
            }
        }

        /// How far the value is from the exact one, in units of the last place of the nearest.
        var error: Double {
            if value == nearest { return rest.magnitude }
            guard value.isFinite, nearest.isFinite else { return .infinity }
            return ((value - nearest) / nearest.ulp - rest).magnitude
        }
    }

    @Test(arguments: [
        ("log", 0.51), ("exp", 0.51), ("pow", 0.55), ("sin", 0.8), ("cos", 0.8),
    ])
    func valuesAreRightToLessThanAUnitInTheLastPlace(
        function: String, limit: Double
    ) throws {
        let lines = try Exact.all(of: function)
        #expect(lines.count > 1900)
        // Of subnormal values, rounding to fewer bits comes on top.
        let normal = lines.filter { $0.nearest.isNormal }
        let worst = try #require(normal.max { $0.error < $1.error })
        #expect(worst.error < limit, "\(worst) \(worst.value)")
        let worstOfAll = try #require(lines.max { $0.error < $1.error })
        #expect(worstOfAll.error < 1, "\(worstOfAll) \(worstOfAll.value)")
    }

    private static let infinity = Double.infinity
    private static let least = Double.leastNonzeroMagnitude

    /// As C99, annex F, has them; the signs of zeros count.
    @Test(
        arguments: [
            ("log", 0, nil, -infinity), ("log", -0.0, nil, -infinity), ("log", 1, nil, 0),
            ("log", -1, nil, .nan), ("log", -infinity, nil, .nan), ("log", infinity, nil, infinity),
            ("log", .nan, nil, .nan), ("log", -least, nil, .nan),
            ("exp", 0, nil, 1), ("exp", -0.0, nil, 1), ("exp", -infinity, nil, 0),
            ("exp", infinity, nil, infinity), ("exp", .nan, nil, .nan),
            ("exp", 709.79, nil, infinity),
            ("exp", 1e300, nil, infinity), ("exp", -746, nil, 0), ("exp", -1e300, nil, 0),
            ("exp", least, nil, 1),
            ("sin", 0, nil, 0), ("sin", -0.0, nil, -0.0), ("sin", infinity, nil, .nan),
            ("sin", -infinity, nil, .nan), ("sin", .nan, nil, .nan), ("sin", least, nil, least),
            ("cos", 0, nil, 1), ("cos", -0.0, nil, 1), ("cos", infinity, nil, .nan),
            ("cos", .nan, nil, .nan), ("cos", least, nil, 1),
        ] as [(String, Double, Double?, Double)])
    func specialCasesAreThoseOfTheStandard(
        function: String, x: Double, y: Double?, expected: Double
    ) {
        let value = Exact(function: function, x: x, y: y, nearest: 0, rest: 0).value
        #expect(
            value.isNaN && expected.isNaN || value.bitPattern == expected.bitPattern, "\(value)")
    }

    @Test(
        arguments: [
            (0, -1, infinity), (-0.0, -1, -infinity), (-0.0, -3, -infinity), (0, -2.5, infinity),
            (-0.0, -2.5, infinity), (-0.0, -2, infinity), (0, -infinity, infinity),
            (-0.0, -infinity, infinity), (0, 3, 0), (-0.0, 3, -0.0), (-0.0, 2, 0), (-0.0, 2.5, 0),
            (0, infinity, 0), (-1, infinity, 1), (-1, -infinity, 1), (1, .nan, 1), (1, infinity, 1),
            (.nan, 0, 1), (.nan, -0.0, 1), (-5, 0, 1), (infinity, 0, 1), (-2, 0.5, .nan),
            (-2, 1e-300, .nan), (0.5, -infinity, infinity), (-0.5, -infinity, infinity),
            (2, -infinity, 0), (0.5, infinity, 0), (-2, infinity, infinity),
            (2, infinity, infinity),
            (-infinity, -3, -0.0), (-infinity, -2, 0), (-infinity, -2.5, 0),
            (-infinity, 3, -infinity),
            (-infinity, 2, infinity), (-infinity, 2.5, infinity), (infinity, 3, infinity),
            (infinity, -3, 0), (.nan, 1, .nan), (2, .nan, .nan), (-2, 3, -8), (-2, 2, 4),
            (2, 0.5, 0x1.6a09e667f3bcdp0),
            (4, 0.5, 2), (2, 1023, 0x1p1023), (2, 1024, infinity), (-2, 1025, -infinity),
            (2, -1074, least),
            (2, -1080, 0), (-2, -1081, -0.0), (10, 2, 100), (1e300, 1e300, infinity),
            (1e-300, 1e300, 0),
            (1e300, -1e300, 0), (3, 1e-300, 1), (-3, 0x1p53, infinity), (-1, 0x1p60, 1),
            (-1, 0x1.fffffffffffffp52, -1),
            (least, -1, infinity), (least, 1, least), (least, 0.5, 0x1p-537),
        ] as [(Double, Double, Double)])
    func specialPowersAreThoseOfTheStandard(base: Double, exponent: Double, expected: Double) {
        let value = Elementary.pow(base, exponent)
        #expect(
            value.isNaN && expected.isNaN || value.bitPattern == expected.bitPattern, "\(value)")
    }

    @Test func logarithmicReturnsAreThoseOfTheQuotient() {
        for value in stride(from: 0.01, through: 200, by: 0.037) {
            let returns = Elementary.logarithmicReturns(
                of: SIMD2(value, 100 + value / 100), over: SIMD2(100, 100 + 1 / value))
            for (place, quotient) in [
                value / 100, (100 + value / 100) / (100 + 1 / value),
            ].enumerated() {
                let expected = Elementary.log(quotient)
                #expect((returns[place] - expected).magnitude <= 3e-16 * max(1, expected.magnitude))
            }
        }
    }
}
