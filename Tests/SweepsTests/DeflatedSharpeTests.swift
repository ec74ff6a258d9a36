import PortableMath
import Sweeps
import Testing

@Suite struct DeflatedSharpeTests {
    /// The example of the paper: a best Sharpe of 2.5 a year over 1,250 days.
    private func example(trials: Double) -> DeflatedSharpe? {
        DeflatedSharpe(
            best: 2.5 / 250.squareRoot(), periods: 1250, skewness: -3, kurtosis: 10,
            variance: 0.5 / 250, trials: trials)
    }

    @Test(
        arguments: [
            (100, 0.113172001865, 0.900396834449), (46, 0.100362370618, 0.950501706876),
            (88, 0.111145761784, 0.910153014745),
        ] as [(Double, Double, Double)])
    func examplesAreThoseOfThePaper(trials: Double, threshold: Double, probability: Double) throws {
        let found = try #require(example(trials: trials))
        #expect((found.threshold - threshold).magnitude < 1e-12, "\(found)")
        #expect((found.probability - probability).magnitude < 1e-12, "\(found)")
    }

    @Test(
        arguments: [(10, 1.574598301346), (100, 2.530602893202), (1000, 3.255121513653)]
            as [(Double, Double)])
    func expectedMaximumIsThatOfThePaper(trials: Double, exact: Double) {
        #expect((DeflatedSharpe.expectedMaximum(of: trials) - exact).magnitude < 1e-12)
    }

    @Test func ofOneTrialNothingIsLuck() throws {
        #expect(DeflatedSharpe.expectedMaximum(of: 1) == 0)
        #expect(DeflatedSharpe.expectedMaximum(of: 1.01) == 0)
        let found = try #require(example(trials: 1))
        #expect(found.threshold == 0)
        // The probabilistic Sharpe ratio.
        let best = 2.5 / 250.squareRoot()
        let score = best * 1249.squareRoot() / (1 + 3 * best + 9.0 / 4 * best * best).squareRoot()
        #expect(found.probability == Elementary.normalCDF(score))
    }

    @Test func thresholdGrowsWithTrials() {
        var last = 0.0
        for trials in stride(from: 1.0, through: 500, by: 0.25) {
            let next = DeflatedSharpe.expectedMaximum(of: trials)
            #expect(next >= last)
            last = next
        }
    }

    @Test func whatDoesNotExistIsNil() {
        func deflated(
            best: Double = 0.1, periods: Int = 100, skewness: Double = 0, kurtosis: Double = 3,
            variance: Double = 0.01, trials: Double = 10
        ) -> DeflatedSharpe? {
            DeflatedSharpe(
                best: best, periods: periods, skewness: skewness, kurtosis: kurtosis,
                variance: variance, trials: trials)
        }
        #expect(deflated() != nil)
        #expect(deflated(best: .nan) == nil)
        #expect(deflated(best: .infinity) == nil)
        #expect(deflated(periods: 1) == nil)
        #expect(deflated(best: 1, skewness: 5, kurtosis: 1) == nil)
        #expect(deflated(kurtosis: .nan) == nil)
        #expect(deflated(variance: -1) == nil)
        #expect(deflated(variance: .infinity) == nil)
        #expect(deflated(trials: 0.5) == nil)
        #expect(deflated(trials: .infinity) == nil)
    }
}
