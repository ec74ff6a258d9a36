package import Backtesting
internal import StrategyText

/// The sets of parameters of a sweep, each known by its place, from 0.
///
/// Of a grid the last input changes fastest; sets that were drawn are in the same order.
package struct ParameterSets: Sendable {
    /// The inputs that are varied, in the order of the strategy.
    package let names: [String]
    /// A list for each of them, with its value in each set.
    package let columns: [[Double]]
    /// How many more sets were named that equal others.
    package let repeated: Int
    /// How many were dropped by a condition or a requirement of the strategy, or make no strategy.
    package let dropped: Int
    /// Whether they were drawn at random.
    package let isRandom: Bool

    /// The most sets of a sweep.
    package static let most = 100_000

    /// Joins sets that are known.
    package init(
        names: [String], columns: [[Double]], repeated: Int = 0, dropped: Int = 0,
        isRandom: Bool
    ) {
        self.names = names
        self.columns = columns
        self.repeated = repeated
        self.dropped = dropped
        self.isRandom = isRandom
    }

    /// How many sets there are.
    package var count: Int { columns.first?.count ?? 0 }

    /// The values of a set, in the order of `names`.
    package func set(_ place: Int) -> [Double] { columns.map { $0[place] } }

    /// All parameters of a set, those that are not varied as given.
    package func parameters(of place: Int, fixed: [String: Double]) -> [String: Double] {
        var parameters = fixed
        for (name, column) in zip(names, columns) { parameters[name] = column[place] }
        return parameters
    }

    /// The sets that some terms mean.
    ///
    /// - Parameters:
    ///   - terms: what was asked for.
    ///   - strategy: whose inputs are varied.
    ///   - fixed: the parameters that are not, as far as they were given.
    /// - Throws: `SetProblems` with each fault; where no set is left, with the reason of the first.
    package init(
        _ terms: SetTerms, of strategy: NamedStrategy, fixed: [String: Double]
    ) throws(SetProblems) {
        let search = try SetSearch(terms, of: strategy, fixed: fixed)
        self = try search.sets()
    }
}

extension ParameterSets {
    /// Where the values of the sets stand among all of their inputs.
    package var places: SetPlaces { SetPlaces((0..<count).map { set($0) }) }
}
