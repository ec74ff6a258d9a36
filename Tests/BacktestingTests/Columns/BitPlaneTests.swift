import Testing

@testable import Backtesting

@Suite struct BitPlaneTests {
    private static let counts = [0, 1, 63, 64, 65, 127, 128, 200]

    @Test(arguments: counts)
    func fullPlaneHasAOneForEveryBarAndNoneBehindThem(count: Int) {
        let plane = BitPlane(full: count)
        #expect(plane.words.reduce(0) { $0 + $1.nonzeroBitCount } == count)
        #expect(plane.ones(in: 0..<count) == count)
        #expect((~plane).ones(in: 0..<count) == 0)
        #expect(~(~plane) == plane)
    }

    @Test(arguments: counts)
    func operationsEqualThoseOnTruthValuesOneByOne(count: Int) {
        var random = SeededGenerator(state: UInt64(count) + 1)
        for _ in 0..<20 {
            let left = (0..<count).map { _ in Bool.random(using: &random) }
            let right = (0..<count).map { _ in Int.random(in: 0..<9, using: &random) == 0 }
            let (one, other) = (Self.plane(left), Self.plane(right))
            #expect(Self.values(one & other) == zip(left, right).map { $0 && $1 })
            #expect(Self.values(one | other) == zip(left, right).map { $0 || $1 })
            #expect(Self.values(~one) == left.map { !$0 })
            for bar in 0...count {
                #expect(other.first(from: bar) == right.indices.first { $0 >= bar && right[$0] })
                #expect(one.ones(in: bar..<left.count) == left[bar...].count { $0 })
                #expect(
                    Self.values(one.delayed(by: bar))
                        == left.indices.map { $0 >= bar && left[$0 - bar] })
            }
        }
    }

    @Test func delayBeyondTheLastBarLeavesNothing() {
        #expect(BitPlane(full: 70).delayed(by: 100_000) == BitPlane(count: 70))
        #expect(BitPlane(full: 70).first(from: 70) == nil)
    }

    private static func plane(_ values: [Bool]) -> BitPlane {
        var plane = BitPlane(count: values.count)
        for (bar, value) in values.enumerated() { plane[bar] = value }
        return plane
    }

    private static func values(_ plane: BitPlane) -> [Bool] {
        (0..<plane.count).map { plane[$0] }
    }
}
