import Testing

@testable import Projections

@Suite struct DistributionTests {
    /// Quartiles and extremes by `numpy.percentile`, mean and deviation by `mean` and `std`.
    @Test(
        arguments: [
            ([3], [3, 3, 3, 3, 3], 3, 0),
            ([2, 1], [1, 1.25, 1.5, 1.75, 2], 1.5, 0.5),
            ([8, 1, 4, 2], [1, 1.75, 3, 5, 8], 3.75, 2.680951323690902),
            ([7, 1, 3, 3, 10, -2], [-2, 1.5, 3, 6, 10], 3.6666666666666665, 3.901566636906542),
        ] as [([Double], [Double], Double, Double)])
    func figuresAreThoseOfNumpy(
        values: [Double], quartiles: [Double], mean: Double, deviation: Double
    ) throws {
        let distribution = try #require(Distribution(values))
        #expect([0, 0.25, 0.5, 0.75, 1].map(distribution.quantile) == quartiles)
        #expect(distribution.least == quartiles[0])
        #expect(distribution.median == quartiles[2])
        #expect(distribution.greatest == quartiles[4])
        #expect(distribution.mean == mean)
        #expect(abs(distribution.deviation - deviation) < 1e-15)
    }

    @Test func noNumbersHaveNoDistribution() {
        #expect(Distribution([]) == nil)
    }
}
