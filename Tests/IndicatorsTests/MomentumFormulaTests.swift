import Testing

@testable import Indicators

/// Functions against hand-computed numbers, and against their formulas written down plainly.
@Suite struct MomentumFormulaTests {
    private func bars(_ rows: [[Double]]) -> PriceColumns {
        PriceColumns(
            open: rows.map { $0[0] }, high: rows.map { $0[1] }, low: rows.map { $0[2] },
            close: rows.map { $0[3] }, volume: rows.map { $0[4] })
    }

    private func near(_ column: [Double], _ expected: [Double]) -> Bool {
        column.count == expected.count
            && zip(column, expected).allSatisfy {
                $0.isNaN && $1.isNaN || ($0 - $1).magnitude <= 1e-9 * max(1, $1.magnitude)
            }
    }

    /// Rises 2, 0, 4 and falls 0, 1, 0: after two changes 1 and ½, then 2½ and ¼.
    @Test func strengthByHand() throws {
        let closes: [Double] = [10, 12, 11, 15]
        let expected: [(String, third: Double, fourth: Double)] = [
            ("rsi", 200.0 / 3, 1000.0 / 11), ("cmo", 100.0 / 3, 900.0 / 11),
            ("cmou", 100.0 / 3, 60),
        ]
        for (name, third, fourth) in expected {
            let column = try IndicatorCatalogue.line(name, [closes], [2])
            #expect(near(column, [.nan, .nan, third, fourth]), "\(name)")
        }
    }

    /// Closes 1 … 4 and 6, fast 1, slow 2, signal 2: lines ½, ½, ½, 5/6 from bar 1.
    @Test func convergenceByHand() throws {
        let closes: [Double] = [1, 2, 3, 4, 6]
        let prices = bars(closes.map { [$0, $0, $0, $0, 1] })
        let lines = try IndicatorCatalogue.lines("macd", prices, [closes], [1, 2, 2])
        // The slow average is 1½, 2½, 3½ and then 31/6; that of the line a third of what it was.
        let (line, signal) = (6 - 31.0 / 6, 0.5 / 3 + (6 - 31.0 / 6) * 2 / 3)
        let expected: [[Double]] = [
            [.nan, .nan, 0.5, 0.5, line], [.nan, .nan, 0.5, 0.5, signal],
            [.nan, .nan, 0, 0, line - signal],
        ]
        for (line, expected) in zip(lines, expected) { #expect(near(line, expected)) }
    }

    /// One pass over both averages against two by the kernel, to the last bit.
    @Test(arguments: SampleColumn.allCases, [1, 2, 14])
    func strengthIsThatOfTwoAverages(sample: SampleColumn, length: Int) throws {
        for step in [Int.max, 41, 7] {
            let values = sample.values(300, seed: 0x5eed, missingEvery: step)
            let changes = Column.change(values, over: 1)
            let rises = Column.map(changes) { $0 < 0 ? 0 : $0 }
            let falls = Column.map(changes) { $0 > 0 ? 0 : -$0 }
            let expected = Column.combine(
                Recursive.wilder(rises, length, from: 1), Recursive.wilder(falls, length, from: 1),
                strengthIndex)
            let rsi = try IndicatorCatalogue.line("rsi", [values], [Double(length)])
            let different = rsi.indices.filter {
                rsi[$0].bitPattern != expected[$0].bitPattern
                    && !(rsi[$0].isNaN && expected[$0].isNaN)
            }
            #expect(different.isEmpty, "\(different.prefix(3)), missing every \(step)")
        }
    }

    @Test func channelIndexOfBacktraderByItsFormula() throws {
        let prices = GoldenBars.of("XOM").first(200)
        let typical = prices.typicalPrice
        let length = 20
        func mean(_ column: [Double], _ bar: Int) -> Double {
            bar < length - 1
                ? .nan : column[(bar - length + 1)...bar].reduce(0, +) / Double(length)
        }
        let distances = typical.indices.map { typical[$0] - mean(typical, $0) }
        let sizes = distances.map(\.magnitude)
        let expected = typical.indices.map { distances[$0] / (0.015 * mean(sizes, $0)) }
        let column = try IndicatorCatalogue.lines("cci_bt", prices, [], [Double(length)])[0]
        #expect(near(column, expected))
        #expect(column.firstIndex { !$0.isNaN } == 38)
    }

    @Test func directionalMovementByItsFormula() throws {
        let prices = GoldenBars.of("NFLX").first(200)
        let length = 7
        /// Wilder's average of values of which the first is at `lead`.
        func smoothed(_ values: [Double], _ lead: Int) -> [Double] {
            var average = values[lead..<(lead + length)].reduce(0, +) / Double(length)
            return values.indices.map { bar in
                if bar < lead + length - 1 { return .nan }
                if bar >= lead + length { average += (values[bar] - average) / Double(length) }
                return average
            }
        }
        let bars = 1..<prices.count
        let ups = [.nan] + bars.map { prices.high[$0] - prices.high[$0 - 1] }
        let downs = [.nan] + bars.map { prices.low[$0 - 1] - prices.low[$0] }
        let range = smoothed(prices.trueRange, 1)
        let plus = zip(smoothed(zip(ups, downs).map { $0 > $1 && $0 > 0 ? $0 : 0 }, 1), range)
            .map { 100 * $0 / $1 }
        let minus = zip(smoothed(zip(ups, downs).map { $1 > $0 && $1 > 0 ? $1 : 0 }, 1), range)
            .map { 100 * $0 / $1 }
        let strength = zip(plus, minus).map { 100 * ($0 - $1).magnitude / ($0 + $1) }
        for (name, expected) in [
            ("plus_di", plus), ("minus_di", minus), ("adx", smoothed(strength, length)),
        ] {
            let column = try IndicatorCatalogue.lines(name, prices, [], [Double(length)])[0]
            #expect(near(column, expected), "\(name)")
        }
    }

    /// Of bars whose bodies grow from doji to long, as of one that stands for itself.
    @Test func patternsByHand() throws {
        let quiet = Array(repeating: [10, 12, 8, 11, 1.0], count: 12)
        // A long black body, then a doji below it with a gap.
        let prices = bars(quiet + [[11, 11.2, 7, 7.1, 1], [6, 6.5, 5.5, 6, 1]])
        let star = try IndicatorCatalogue.lines("cdl_dojistar", prices)[0]
        #expect(star.suffix(2) == [0, 100])
        let doji = try IndicatorCatalogue.lines("cdl_doji", prices)[0]
        #expect(doji.suffix(2) == [0, 100])
        let belt = try IndicatorCatalogue.lines("cdl_belthold", prices)[0]
        #expect(belt.suffix(2) == [-100, 0])
    }
}
