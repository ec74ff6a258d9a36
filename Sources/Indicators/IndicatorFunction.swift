/// A function of strategies that looks back over bars: what its name means, and how it is computed.
///
/// One value says all that the checker, the engine, the reference and the page need to know.
package struct IndicatorFunction: Sendable {
    /// What one argument is.
    package enum Argument: Hashable, Sendable {
        /// A column of numbers, such as `close`.
        case series(String)
        /// A column of truth, given as 1, 0 and missing.
        case truth(String)
        /// A whole number of bars known before the run, from `least` to 100,000.
        case length(String, least: Int)
        /// A finite number known before the run.
        case number(String)
    }

    /// The name in strategies, such as `rsi`.
    package let name: String
    /// The arguments in order; columns stand before lengths and numbers.
    package let arguments: [Argument]
    /// Which columns of the bars are read besides the arguments, such as `[.high, .low, .close]`.
    package let reads: Set<PriceField>
    /// The names of the lines that come out; empty for a function of one column.
    package let lines: [String]
    /// What is computed, in one sentence, with its source where it has one.
    package let rule: String
    /// Index of the first value when all columns that are read begin at index 0, by the lengths and
    /// numbers in order.
    package let firstIndex: @Sendable (_ numbers: [Double]) -> Int
    /// Computes every line, as `IndicatorInput` tells; O(count) unless `rule` says otherwise.
    package let compute: @Sendable (_ input: IndicatorInput) -> [[Double]]
    /// The weight of the newest value, by the length, of a recursive average of a column and a length;
    /// `averages` computes several of these at once.
    package let weight: (@Sendable (_ length: Int) -> Double)?
    /// What calls have in common that differ in their last numbers; nil where that is not known.
    package let common: CommonPart?

    /// What calls of a function have in common that differ in their last numbers alone.
    package struct CommonPart: Sendable {
        /// How many of the first lengths and numbers it is made of.
        package let numberCount: Int
        /// Computes it, whatever the other numbers.
        package let compute: @Sendable (_ input: IndicatorInput) -> [[Double]]
        /// Makes every line of it, to the bit what the function's own `compute` gives.
        package let finish: @Sendable (_ common: [[Double]], _ input: IndicatorInput) -> [[Double]]
    }

    /// Makes a function of what is told of it.
    package init(
        _ name: String, _ arguments: [Argument], reads: Set<PriceField> = [],
        lines: [String] = [], rule: String,
        firstIndex: @escaping @Sendable (_ numbers: [Double]) -> Int,
        weight: (@Sendable (_ length: Int) -> Double)? = nil, common: CommonPart? = nil,
        compute: @escaping @Sendable (_ input: IndicatorInput) -> [[Double]]
    ) {
        self.name = name
        self.arguments = arguments
        self.reads = reads
        self.lines = lines
        self.rule = rule
        self.firstIndex = firstIndex
        self.compute = compute
        self.weight = weight
        self.common = common
    }

    /// The columns of several functions that have a weight, in order.
    ///
    /// The same as `compute` gives; each waits for its own last value, and a processor lets four wait
    /// at once.
    package static func averages(
        _ calls: [(function: IndicatorFunction, input: IndicatorInput)]
    ) -> [[Double]] {
        Recursive.together(
            calls.map { function, input in
                let length = input.length(0)
                return Recursive.Average(
                    column: input.columns[0], length: length,
                    weight: function.weight?(length) ?? 1, lead: input.lead)
            })
    }
}

/// A column that every bar has.
package enum PriceField: String, CaseIterable, Hashable, Sendable {
    /// The first price.
    case open
    /// The highest price.
    case high
    /// The lowest price.
    case low
    /// The last price.
    case close
    /// What was traded.
    case volume
}

/// The bars of one stock, a column each, all of one length, every value finite.
package struct PriceColumns: Sendable {
    /// First prices.
    package let open: [Double]
    /// Highest prices.
    package let high: [Double]
    /// Lowest prices.
    package let low: [Double]
    /// Last prices.
    package let close: [Double]
    /// What was traded.
    package let volume: [Double]

    /// Number of bars.
    package var count: Int { close.count }

    /// Joins columns of one length.
    package init(
        open: [Double], high: [Double], low: [Double], close: [Double], volume: [Double]
    ) {
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }

    /// The column of that name.
    package subscript(field: PriceField) -> [Double] {
        switch field {
        case .open: open
        case .high: high
        case .low: low
        case .close: close
        case .volume: volume
        }
    }
}

/// What a function computes from: as many values in each column as there are bars.
///
/// NaN is a missing value, and the only number that is not finite. A column that came out has a
/// value for every bar, too, and is missing before the `lead` plus the function's first index.
package struct IndicatorInput: Sendable {
    /// The bars.
    package let prices: PriceColumns
    /// The columns among the arguments, in order.
    package let columns: [[Double]]
    /// The lengths and numbers among the arguments, in order.
    package let numbers: [Double]
    /// Index from which on the columns among the arguments may have values; 0 without any.
    package let lead: Int

    /// Number of bars.
    package var count: Int { prices.count }

    /// Joins the arguments of one call.
    package init(prices: PriceColumns, columns: [[Double]], numbers: [Double], lead: Int) {
        self.prices = prices
        self.columns = columns
        self.numbers = numbers
        self.lead = lead
    }

    /// The length or number at that place, as a whole number.
    package func length(_ place: Int) -> Int { Int(numbers[place]) }
}
