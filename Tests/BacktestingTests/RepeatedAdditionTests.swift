import Testing

@testable import Backtesting

@Suite struct RepeatedAdditionTests {
    @Test(arguments: 0..<400 as Range<UInt64>)
    func additionsAtOnceEqualAdditionsOneByOne(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        for _ in 0..<50 {
            let times = Int.random(in: 0...1_500, using: &random)
            var sum = Double.random(in: 0...1, using: &random)
            // Also numbers that lie just between two sums, and those that do not move them.
            let scale = Double(
                sign: .plus, exponent: -Int.random(in: 0...60, using: &random), significand: 1)
            var number = Double.random(in: 0...1, using: &random) * scale
            switch seed % 4 {
            case 0: (sum, number) = (sum.rounded(toBits: 20), number.rounded(toBits: 3))
            case 1: number = sum.ulp * (Double(random.next() % 64) + 0.5)
            case 2: sum = 0
            default: break
            }
            let atOnce = sum.adding(number, times: times)
            for _ in 0..<times { sum += number }
            #expect(
                atOnce.bitPattern == sum.bitPattern, "seed \(seed): \(number) \(times) times")
        }
    }
}

extension Double {
    fileprivate func rounded(toBits bits: Int) -> Double {
        let unit = Double(sign: .plus, exponent: exponent - bits, significand: 1)
        return self == 0 ? 0 : (self / unit).rounded() * unit
    }
}
