import Testing

@testable import Backtesting

/// Numbers worked out by hand from the formulas in the indicators' comments.
@Suite struct IndicatorTests {
    // MARK: Averages

    @Test func simpleAverageStartsWithAFullWindow() {
        let average = SimpleMovingAverage(period: 3)
        expect(average.values(of: [1, 2, 6, 4, 2]), [nil, nil, 3, 4, 4])
    }

    @Test func exponentialAverageStartsWithTheMean() {
        let average = ExponentialMovingAverage(period: 3)
        expect(average.values(of: [2, 4, 6, 10, 4]), [nil, nil, 4, 7, 5.5])
    }

    @Test func smoothedAverageWeighsByOneOverThePeriod() {
        let average = SmoothedMovingAverage(period: 4)
        expect(average.values(of: [1, 2, 3, 6, 7, 4]), [nil, nil, nil, 3, 4, 4])
    }

    /// The single average lags a ramp by 1/2, the double by 1, the triple by 3/2.
    @Test func tripleAverageFollowsARampWithoutLag() {
        let average = TripleExponentialMovingAverage(period: 2)
        expect(average.values(of: [1, 2, 3, 4, 5]), [nil, nil, nil, 4, 5])
    }

    @Test func macdIsTheDifferenceOfLags() throws {
        let macd = MovingAverageConvergence(fast: 2, slow: 3, signal: 2)
        let lines = macd.values(of: [1, 2, 3, 4, 5])
        expect(lines.map { $0?.macd }, [nil, nil, nil, 0.5, 0.5])
        expect(lines.map { $0?.signal }, [nil, nil, nil, 0.5, 0.5])
    }

    @Test func alligatorLinesLagByTheirPeriods() {
        let alligator = Alligator(lips: 1, teeth: 2, jaws: 3)
        let lines = alligator.values(of: [3, 6, 9])
        expect(lines.map { $0?.lips }, [nil, nil, 9])
        expect(lines.map { $0?.teeth }, [nil, nil, 6.75])
        expect(lines.map { $0?.jaws }, [nil, nil, 6])
    }

    // MARK: Bands

    /// Mean 4, mean of squares 56 / 3, so a deviation of √(8 / 3).
    @Test func bollingerBandsLieDeviationsOfThePopulationAroundTheMean() {
        let indicator = BollingerBands(period: 3, factor: 2)
        let bands = indicator.values(of: [2, 4, 6])
        let deviation = (8.0 / 3).squareRoot()
        expect(bands.map { $0?.middle }, [nil, nil, 4])
        expect(bands.map { $0?.upper }, [nil, nil, 4 + 2 * deviation])
        expect(bands.map { $0?.lower }, [nil, nil, 4 - 2 * deviation])
    }

    @Test func keltnerBandsLieTrueRangesAroundTheAverage() {
        var channel = KeltnerChannel(averagePeriod: 2, rangePeriod: 2, factor: 1.5)
        let bands = (0..<3).map { _ in channel.next(bar(11, 9, 10)) }
        expect(bands.map { $0?.lower }, [nil, nil, 7])
        expect(bands.map { $0?.middle }, [nil, nil, 10])
        expect(bands.map { $0?.upper }, [nil, nil, 13])
    }

    @Test func donchianEdgesLookBackTheirOwnPeriods() {
        var channel = DonchianChannel(upperPeriod: 3, lowerPeriod: 2)
        let edges = [bar(9, 1, 5), bar(7, 3, 5), bar(6, 4, 5), bar(5, 2, 5)].map {
            channel.next($0)
        }
        expect(edges.map { $0?.upper }, [nil, nil, 9, 7])
        expect(edges.map { $0?.lower }, [nil, nil, 3, 2])
    }

    @Test(arguments: 1...9)
    func rollingExtremesEqualThoseOfEveryWindow(period: Int) {
        let seed: UInt64 = 0x5eed_0002 &+ UInt64(period)
        var random = SeededGenerator(state: seed)
        // Few distinct values, so that ties abound.
        let values = (0..<400).map { _ in Double(Int.random(in: -5...5, using: &random)) }
        var maximum = RollingMaximum(period: period)
        var minimum = RollingMinimum(period: period)
        for index in values.indices {
            let window = values[max(0, index + 1 - period)...index]
            let isFull = window.count == period
            let place = Comment("seed \(seed), value \(index)")
            #expect(maximum.next(values[index]) == (isFull ? window.max() : nil), place)
            #expect(minimum.next(values[index]) == (isFull ? window.min() : nil), place)
        }
    }

    // MARK: Oscillators

    /// Gains 1 0 2 and losses 0 1 0, smoothed to 1/2 : 1/2 and 5/4 : 1/4.
    @Test func rsiComparesSmoothedGainsWithLosses() {
        let index = RelativeStrengthIndex(period: 2)
        expect(index.values(of: [10, 11, 10, 12]), [nil, nil, 50, 100 - 100 / 6.0])
    }

    /// Flows of +1100, −1100 and +600.
    @Test func mfiComparesMoneyFlowingInWithMoneyFlowingOut() {
        var index = MoneyFlowIndex(period: 2)
        let flows = [(10.0, 100.0), (11, 100), (10, 110), (12, 50)].map { price, volume in
            index.next(bar(price, price, price, volume: volume))
        }
        expect(flows, [nil, nil, 50, 100 * 600 / 1700.0])
    }

    /// Raw values of 20, 30, 40, 50 and 60.
    @Test func stochasticSmoothsThePlaceInTheRangeTwice() {
        let stochastic = Stochastic(period: 2)
        let lines = stochastic.values(of: [1, 2, 3, 4, 5, 6].map { bar(10, 0, $0) })
        expect(lines.map { $0?.k }, [nil, nil, nil, nil, nil, 50])
        expect(lines.map { $0?.d }, [nil, nil, nil, nil, nil, 40])
    }

    @Test func williamsRCountsDownFromTheHigh() {
        let indicator = WilliamsR(period: 2)
        expect(indicator.values(of: [10, 3, 10, 0].map { bar(10, 0, $0) }), [nil, -70, 0, -100])
    }

    /// Typical prices 1, 3, 4, so distances of 1 and 1/2 from the means.
    @Test func cciMeasuresTheDistanceInMeanDistances() {
        let index = CommodityChannelIndex(period: 2)
        expect(
            index.values(of: [1, 3, 4].map { bar($0, $0, $0) }), [nil, nil, 0.5 / (0.015 * 0.75)])
    }

    @Test func rateOfChangeIsAFraction() {
        let change = RateOfChange(period: 2)
        expect(change.values(of: [10, 11, 12, 5.5]), [nil, nil, 0.2, -0.5])
    }

    // MARK: Range and direction

    @Test func trueRangeIncludesTheGap() {
        let range = TrueRange()
        let average = AverageTrueRange(period: 2)
        let bars = [bar(10, 8, 9), bar(12, 11, 11), bar(10, 9, 9), bar(9.5, 8.5, 9)]
        expect(range.values(of: bars), [nil, 3, 2, 1])
        expect(average.values(of: bars), [nil, nil, 2.5, 1.75])
    }

    /// Moves of +2, −3 and +2 in true ranges of 3, 5 and 6: strengths of 1/5 and 1/3.
    @Test func adxAveragesTheImbalanceOfTheDirections() {
        let index = AverageDirectionalIndex(period: 2)
        let bars = [bar(10, 8, 9), bar(12, 9, 11), bar(11, 6, 7), bar(13, 10, 12)]
        let lines = index.values(of: bars)
        expect(lines.map { $0?.adx }, [nil, nil, nil, 100 * (1 / 5.0 + 1 / 3.0) / 2])
        expect(lines.map { $0?.plus }, [nil, nil, nil, 30])
        expect(lines.map { $0?.minus }, [nil, nil, nil, 15])
    }

    // MARK: Volume

    @Test func onBalanceVolumeAddsOnRisesAndTakesOnFalls() {
        var flow = OnBalanceVolume()
        let closes = [(10.0, 5.0), (11, 3), (11, 9), (10, 2)]
        expect(closes.map { flow.next(bar($0, $0, $0, volume: $1)) }, [5, 8, 8, 6])
    }

    /// A close at the high, one at the low, and bars without a range or volume.
    @Test func chaikinMoneyFlowWeighsVolumeByThePlaceOfTheClose() {
        let flow = ChaikinMoneyFlow(period: 2)
        let bars = [
            bar(10, 0, 10, volume: 100), bar(10, 0, 0, volume: 300), bar(5, 5, 5, volume: 100),
            bar(10, 0, 10, volume: 0), bar(10, 0, 10, volume: 0),
        ]
        expect(flow.values(of: bars), [nil, -0.5, -0.75, 0, 0])
    }

    // MARK: Conventions

    /// One definition for both: what streams bar by bar is what a whole series gives.
    @Test func seriesAsAWholeGivesWhatItsValuesGiveOneByOne() {
        var random = SeededGenerator(state: 0x5eed_0003)
        let closes = (0..<200).map { _ in Double.random(in: 90...110, using: &random) }
        let bars = closes.map { bar($0 + 1, $0 - 1, $0, volume: $0) }
        expectSameBothWays(SimpleMovingAverage(period: 7), closes)
        expectSameBothWays(ExponentialMovingAverage(period: 7), closes)
        expectSameBothWays(RelativeStrengthIndex(period: 7), closes)
        expectSameBothWays(RollingMaximum(period: 7), closes)
        expectSameBothWays(CommodityChannelIndex(period: 7), bars)
        expectSameBothWays(OnBalanceVolume(), bars)
        expectSameBothWays(
            CrossOver(), zip(closes, closes.dropFirst()).map { (first: $0, second: $1) })
    }

    private func expectSameBothWays<Kind: Indicator>(
        _ indicator: Kind, _ inputs: [Kind.Input],
        sourceLocation: SourceLocation = #_sourceLocation
    ) where Kind.Output: Equatable {
        var streaming = indicator
        let values = inputs.map { streaming.next($0) }
        #expect(indicator.values(of: inputs) == values, sourceLocation: sourceLocation)
        // The first half has left no trace in it.
        let half = inputs.count / 2
        #expect(
            indicator.values(of: inputs.prefix(half)) == Array(values.prefix(half)),
            sourceLocation: sourceLocation)
        #expect(values.contains { $0 != nil }, sourceLocation: sourceLocation)
    }

    /// The bars, counted from 0, that backtrader 1.9.78.123 gives the first values with.
    @Test func firstValuesComeWithTheBarsOfBacktrader() {
        let bars = (0..<60).map { bar(Double($0) + 2, Double($0), Double($0) + 1) }
        var simple = SimpleMovingAverage(period: 20)
        var exponential = ExponentialMovingAverage(period: 20)
        var triple = TripleExponentialMovingAverage(period: 20)
        var rsi = RelativeStrengthIndex(period: 14)
        var macd = MovingAverageConvergence(fast: 12, slow: 26, signal: 9)
        var change = RateOfChange(period: 12)
        var atr = AverageTrueRange(period: 14)
        var adx = AverageDirectionalIndex(period: 14)
        var stochastic = Stochastic(period: 14)
        var williams = WilliamsR(period: 14)
        var cci = CommodityChannelIndex(period: 20)
        var mfi = MoneyFlowIndex(period: 14)
        var cmf = ChaikinMoneyFlow(period: 20)
        #expect(bars.firstIndex { simple.next($0.close) != nil } == 19)
        #expect(bars.firstIndex { exponential.next($0.close) != nil } == 19)
        #expect(bars.firstIndex { triple.next($0.close) != nil } == 57)
        #expect(bars.firstIndex { rsi.next($0.close) != nil } == 14)
        #expect(bars.firstIndex { macd.next($0.close) != nil } == 33)
        #expect(bars.firstIndex { change.next($0.close) != nil } == 12)
        #expect(bars.firstIndex { atr.next($0) != nil } == 14)
        #expect(bars.firstIndex { adx.next($0) != nil } == 27)
        #expect(bars.firstIndex { stochastic.next($0) != nil } == 17)
        #expect(bars.firstIndex { williams.next($0) != nil } == 13)
        #expect(bars.firstIndex { cci.next($0) != nil } == 38)
        #expect(bars.firstIndex { mfi.next($0) != nil } == 14)
        #expect(bars.firstIndex { cmf.next($0) != nil } == 19)
    }

    /// Where a quotient of zeros stops backtrader, the indicator sees neither side ahead.
    @Test func barsWithoutMovementGiveNeutralValues() {
        let bars = Array(repeating: bar(8, 8, 8, volume: 0), count: 10)
        var rsi = RelativeStrengthIndex(period: 2)
        var mfi = MoneyFlowIndex(period: 2)
        var stochastic = Stochastic(period: 2)
        var williams = WilliamsR(period: 2)
        var cci = CommodityChannelIndex(period: 2)
        var adx = AverageDirectionalIndex(period: 2)
        var cmf = ChaikinMoneyFlow(period: 2)
        #expect(bars.compactMap { rsi.next($0.close) }.allSatisfy { $0 == 50 })
        #expect(bars.compactMap { mfi.next($0) }.allSatisfy { $0 == 50 })
        #expect(bars.compactMap { stochastic.next($0)?.k }.allSatisfy { $0 == 50 })
        #expect(bars.compactMap { williams.next($0) }.allSatisfy { $0 == -50 })
        #expect(bars.compactMap { cci.next($0) }.allSatisfy { $0 == 0 })
        #expect(bars.compactMap { adx.next($0)?.adx }.allSatisfy { $0 == 0 })
        #expect(bars.compactMap { cmf.next($0) }.allSatisfy { $0 == 0 })
    }

    @Test(arguments: [("only gains", [1, 2, 3], 100), ("only losses", [3, 2, 1], 0)])
    func oneSidedMovementReachesTheEnd(name: String, values: [Double], expected: Double) {
        var rsi = RelativeStrengthIndex(period: 2)
        var mfi = MoneyFlowIndex(period: 2)
        #expect(values.compactMap { rsi.next($0) } == [expected], "\(name)")
        #expect(
            values.compactMap { mfi.next(bar($0, $0, $0, volume: 1)) } == [expected], "\(name)")
    }

    @Test(
        arguments: [
            ("up", [-1, 1], [.none, .up]),
            ("down", [1, -1], [.none, .down]),
            ("stays above", [1, 2, 1], [.none, .none, .none]),
            ("up after a touch", [-1, 0, 0, 1], [.none, .none, .none, .up]),
            ("touch and back", [-1, 0, -1, 1], [.none, .none, .none, .up]),
            ("starts with a touch", [0, 1, -1], [.none, .none, .down]),
            ("there and back", [-1, 1, -1], [.none, .up, .down]),
            ("only touches", [0, 0, 0], [.none, .none, .none]),
        ] as [(String, [Double], [CrossOver.Crossing])])
    func crossingIsFoundAcrossTouches(
        name: String, differences: [Double], expected: [CrossOver.Crossing]
    ) {
        var crossing = CrossOver()
        #expect(differences.map { crossing.next(10 + $0, 10) } == expected, "\(name)")
    }

    /// Whole numbers, so that the series often lies on a line, and on two at once.
    @Test func crossingsOfBandsAreThoseOfEachLine() {
        let seed: UInt64 = 0x5eed_0004
        var random = SeededGenerator(state: seed)
        var all = BandCrossOver()
        var each: [(BandCrossOver.Line, CrossOver)] = [
            (.lower, CrossOver()), (.middle, CrossOver()), (.upper, CrossOver()),
        ]
        for step in 0..<10_000 {
            let value = Double(Int.random(in: 0...6, using: &random))
            let lines = (0..<3).map { _ in Double(Int.random(in: 0...6, using: &random)) }.sorted()
            let crossings = all.next(
                BandCrossOver.Sides(of: value, lower: lines[0], middle: lines[1], upper: lines[2]))
            for (place, level) in lines.enumerated() {
                let expected = each[place].1.next(value, level)
                let line = each[place].0
                #expect(
                    crossings?.areUp(across: line) == (expected == .up)
                        && crossings?.areDown(across: line) == (expected == .down),
                    "seed \(seed), step \(step), line \(line)")
            }
        }
    }

    /// Prices in cents, at rest for a while or jumping, of any size, over short and long windows.
    @Test(arguments: [2, 3, 20, 500])
    func sidesAreThoseOfTheBandsThemselves(period: Int) {
        let seed: UInt64 = 0x5eed_0005
        var random = SeededGenerator(state: seed)
        for factor in [0.1, 1, 2, 10] {
            var (told, compared) = (
                BollingerBands(period: period, factor: factor),
                BollingerBands(period: period, factor: factor)
            )
            var (price, onLines) = (10_000, 0)
            let scale = [1e-5, 0.01, 1e9][Int.random(in: 0..<3, using: &random)]
            let moves = [-40, -1, 0, 0, 0, 1, 40]
            for step in 0..<3_000 {
                price = max(
                    1, price + moves[Int.random(in: moves.indices, using: &random)])
                let close = Double(price) * scale
                let sides = told.sides(close)
                let bands = compared.next(close)
                let expected = bands.map {
                    BandCrossOver.Sides(
                        of: close, lower: $0.lower, middle: $0.middle, upper: $0.upper)
                }
                onLines += expected?.on.nonzeroBitCount ?? 0
                #expect(
                    sides?.below == expected?.below && sides?.on == expected?.on,
                    "seed \(seed), factor \(factor), step \(step): \(close)")
            }
            if period == 2 { #expect(onLines > 0) }
        }
    }

    private func bar(
        _ high: Double, _ low: Double, _ close: Double, volume: Double = 0
    ) -> Bar {
        Bar(open: close, high: high, low: low, close: close, volume: volume)
    }

    /// Compares to 1e-12, and says where the caller is when values differ.
    private func expect(
        _ values: [Double?], _ expected: [Double?],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let areClose = values.elementsEqual(expected) { value, other in
            guard let value, let other else { return value == nil && other == nil }
            return (value - other).magnitude <= 1e-12 * max(1, other.magnitude)
        }
        #expect(areClose, "\(values), expected \(expected)", sourceLocation: sourceLocation)
    }
}
