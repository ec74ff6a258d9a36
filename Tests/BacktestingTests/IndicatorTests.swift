import Testing

@testable import Backtesting

@Suite struct IndicatorTests {
    @Test func movingAverageStartsWithAFullWindow() {
        var average = SimpleMovingAverage(period: 3)
        let values = [1.0, 2, 6, 4, 2].map { average.next($0) }
        #expect(values == [nil, nil, 3, 4, 4])
    }

    /// Mean 4, mean of squares 56 / 3, so a deviation of √(8 / 3).
    @Test func bandsLieDeviationsOfThePopulationAroundTheMean() throws {
        var indicator = BollingerBands(period: 3, factor: 2)
        #expect(indicator.next(2) == nil)
        #expect(indicator.next(4) == nil)
        let third = indicator.next(6)
        let bands = try #require(third)
        let deviation = (8.0 / 3).squareRoot()
        #expect(bands.middle == 4)
        #expect((bands.upper - (4 + 2 * deviation)).magnitude < 1e-14)
        #expect((bands.lower - (4 - 2 * deviation)).magnitude < 1e-14)
    }

    @Test(
        arguments: [
            ("up", [-1, 1], [nil, .up]),
            ("down", [1, -1], [nil, .down]),
            ("stays above", [1, 2, 1], [nil, nil, nil]),
            ("up after a touch", [-1, 0, 0, 1], [nil, nil, nil, .up]),
            ("touch and back", [-1, 0, -1, 1], [nil, nil, nil, .up]),
            ("starts with a touch", [0, 1, -1], [nil, nil, .down]),
            ("there and back", [-1, 1, -1], [nil, .up, .down]),
            ("only touches", [0, 0, 0], [nil, nil, nil]),
        ] as [(String, [Double], [CrossOver.Direction?])])
    func crossingIsFoundAcrossTouches(
        name: String, differences: [Double], expected: [CrossOver.Direction?]
    ) {
        var crossing = CrossOver()
        #expect(differences.map { crossing.next(10 + $0, 10) } == expected, "\(name)")
    }
}
