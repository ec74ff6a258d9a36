import Testing

@testable import Indicators

/// What holds of every function of the catalogue.
@Suite struct CatalogueTests {
    private static let names = IndicatorCatalogue.language1.map(\.name)
    /// Numbers that make sense, by the name of the argument.
    private static let numbers = ["step": 0.02, "maximum": 0.2, "percent": 90]

    /// A call of a function, with columns made of the closes, highs and so on.
    private struct Call {
        let function: IndicatorFunction
        let numbers: [Double]
        private let isTruth: [Bool]

        /// Lengths grow by one from argument to argument, so that none equals another.
        init(_ name: String, length: Int) throws {
            function = try #require(IndicatorCatalogue.language1.first { $0.name == name })
            var (numbers, isTruth): ([Double], [Bool]) = ([], [])
            for argument in function.arguments {
                switch argument {
                case .series: isTruth.append(false)
                case .truth: isTruth.append(true)
                case .length(_, let least):
                    numbers.append(Double(max(least, length) + numbers.count))
                case .number(let name): numbers.append(CatalogueTests.numbers[name] ?? 2)
                }
            }
            (self.numbers, self.isTruth) = (numbers, isTruth)
        }

        func columns(_ prices: PriceColumns) -> [[Double]] {
            isTruth.enumerated().map { place, isTruth in
                guard isTruth else { return [prices.close, prices.open, prices.high][place] }
                return prices.count == 0
                    ? [] : [1] + zip(prices.close, prices.close.dropFirst()).map { $0 < $1 ? 1 : 0 }
            }
        }

        func lines(
            _ prices: PriceColumns, _ columns: [[Double]]? = nil, lead: Int = 0
        ) -> [[Double]] {
            function.compute(
                IndicatorInput(
                    prices: prices, columns: columns ?? self.columns(prices), numbers: numbers,
                    lead: lead))
        }

        var firstIndex: Int { function.firstIndex(numbers) }
    }

    private func hasEqualBits(_ one: some Sequence<Double>, _ two: some Sequence<Double>) -> Bool {
        zip(one, two).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
    }

    @Test func namesAreUnique() {
        #expect(Set(Self.names).count == Self.names.count)
        for function in IndicatorCatalogue.language1 {
            #expect(Set(function.lines).count == function.lines.count && function.lines.count != 1)
            #expect(!function.rule.isEmpty && !function.rule.contains("\n"), "\(function.name)")
        }
    }

    /// So that they can be told from each other by their kinds.
    @Test func columnsStandBeforeLengthsAndNumbers() {
        for function in IndicatorCatalogue.language1 {
            let isColumn = function.arguments.map {
                switch $0 {
                case .series, .truth: true
                case .length, .number: false
                }
            }
            #expect(isColumn == isColumn.filter { $0 } + isColumn.filter { !$0 })
        }
    }

    @Test(arguments: names, [1, 2, 5, 14])
    func theFirstValueIsWhereItIsPromised(name: String, length: Int) throws {
        let call = try Call(name, length: length)
        let lines = call.lines(GoldenBars.of("KO").first(300))
        #expect(lines.count == max(1, call.function.lines.count))
        for line in lines {
            #expect(line.count == 300)
            #expect(line.firstIndex { !$0.isNaN } == call.firstIndex, "\(call.numbers)")
        }
    }

    @Test(arguments: names, [1, 9])
    func barsThatComeLaterChangeNothing(name: String, length: Int) throws {
        let call = try Call(name, length: length)
        let prices = GoldenBars.of("NFLX").first(400)
        let lines = call.lines(prices)
        for count in [0, 1, 2, 3, 10, 17, 63, 64, 65, 150, 299] {
            for (line, cut) in zip(lines, call.lines(prices.first(count))) {
                #expect(cut.count == count)
                #expect(hasEqualBits(cut, line.prefix(count)), "\(count) bars")
            }
        }
    }

    /// The values on later bars may be of any size: one way of computing must not show.
    @Test(arguments: names, [2, 70])
    func barsOfOtherMagnitudesThatComeLaterChangeNothing(name: String, length: Int) throws {
        let call = try Call(name, length: length)
        let prices = GoldenBars.of("NFLX").first(300)
        let hostile = prices.joined(with: Self.hostile(.mixedMagnitudes, 100))
        for (line, cut) in zip(call.lines(hostile), call.lines(prices)) {
            #expect(hasEqualBits(cut, line.prefix(300)))
        }
    }

    @Test(arguments: names, [1, 9, 70])
    func leadingMissingValuesShiftTheFirstIndexOnly(name: String, length: Int) throws {
        let call = try Call(name, length: length)
        let prices = GoldenBars.of("F").first(400)
        let columns = call.columns(prices)
        guard !columns.isEmpty else { return }
        let late = columns.map { Array(repeating: .nan, count: 33) + $0.dropFirst(33) }
        let lines = call.lines(prices, late, lead: 33)
        let fewer = call.lines(prices.dropFirst(33), columns.map { Array($0.dropFirst(33)) })
        for (line, short) in zip(lines, fewer) {
            #expect(line.prefix(33).filter { !$0.isNaN }.isEmpty)
            #expect(hasEqualBits(line.dropFirst(33), short))
        }
    }

    @Test(arguments: names, [1, 5])
    func aMissingValueInsideIsMissingAndForgotten(name: String, length: Int) throws {
        let call = try Call(name, length: length)
        let prices = GoldenBars.of("GE").first(500)
        var columns = call.columns(prices)
        guard !columns.isEmpty else { return }
        let whole = call.lines(prices)
        for place in columns.indices { columns[place][200] = .nan }
        for (line, before) in zip(call.lines(prices, columns), whole) {
            #expect(hasEqualBits(line.prefix(200), before.prefix(200)))
            #expect(line[200].isNaN || Self.takesMissingForFalse.contains(name))
            // By then every window is whole again, and every recursion goes on.
            #expect(line.dropFirst(260).filter(\.isNaN).isEmpty)
        }
    }

    private static let takesMissingForFalse: Set = ["count", "bars_since", "value_when"]

    @Test(arguments: names, SampleColumn.allCases)
    func nothingInfiniteComesOut(name: String, sample: SampleColumn) throws {
        for length in [1, 3, 70] {
            let call = try Call(name, length: length)
            let prices = Self.hostile(sample, 300)
            for line in call.lines(prices) {
                #expect(line.count == 300)
                #expect(line.filter(\.isInfinite).isEmpty)
            }
        }
    }

    /// Bars whose high and low hold the other prices, as a source of prices would have checked.
    private static func hostile(_ sample: SampleColumn, _ count: Int) -> PriceColumns {
        let columns = (0..<5).map { sample.values(count, seed: 0x5eed + UInt64($0)) }
        let bars = (0..<count).map { bar in (0..<4).map { columns[$0][bar].magnitude } }
        return PriceColumns(
            open: bars.map { $0[0] }, high: bars.map { $0.max() ?? 0 },
            low: bars.map { $0.min() ?? 0 }, close: bars.map { $0[3] },
            volume: columns[4].map { $0 < 0 ? 0 : $0 })
    }
}

extension PriceColumns {
    /// The bars without the first ones.
    func dropFirst(_ count: Int) -> PriceColumns {
        PriceColumns(
            open: Array(open.dropFirst(count)), high: Array(high.dropFirst(count)),
            low: Array(low.dropFirst(count)), close: Array(close.dropFirst(count)),
            volume: Array(volume.dropFirst(count)))
    }

    /// The bars, and others after them.
    func joined(with other: PriceColumns) -> PriceColumns {
        PriceColumns(
            open: open + other.open, high: high + other.high, low: low + other.low,
            close: close + other.close, volume: volume + other.volume)
    }
}
