internal import Backtesting
internal import StrategyText

/// Finds the sets that some terms mean.
struct SetSearch {
    private let strategy: NamedStrategy
    private let fixed: [String: Double]
    private let defaults: [String: Double]
    private let axes: [InputAxis]
    private let conditions: [InputCondition]
    private let random: Int?
    private let seed: UInt64

    /// Checks the terms.
    init(
        _ terms: SetTerms, of strategy: NamedStrategy, fixed: [String: Double]
    ) throws(SetProblems) {
        self.strategy = strategy
        self.fixed = fixed
        defaults = Dictionary(
            uniqueKeysWithValues: strategy.program.inputs.map { ($0.name, $0.initial) })
        random = terms.random
        seed = terms.seed ?? 1
        var problems: [SetProblems.Problem] = []
        var axes: [InputAxis] = []
        for (place, text) in terms.grid.enumerated() {
            do throws(InputAxis.Fault) {
                let axis = try InputAxis(text, of: strategy.declaration)
                if axes.contains(where: { $0.name == axis.name }) {
                    throw InputAxis.Fault(
                        detail: "'\(axis.name)' is named twice: write all its values in one")
                }
                if fixed[axis.name] != nil {
                    throw InputAxis.Fault(
                        detail:
                            "'\(axis.name)' has one value by the parameters and is varied, too: "
                            + "leave one of them out")
                }
                axes.append(axis)
            } catch {
                problems.append(.init(pointer: "/grid/\(place)", detail: error.detail))
            }
        }
        if let random = terms.random, !(1...ParameterSets.most).contains(random) {
            problems.append(
                .init(
                    pointer: "/random",
                    detail: "\(random) sets are asked for; 1 to \(ParameterSets.most) can be drawn")
            )
        }
        if terms.grid.isEmpty, terms.random != nil {
            axes = strategy.declaration.parameters
                .filter {
                    fixed[$0.name] == nil && $0.name != StrategyProgram.positionSizeName
                }
                .compactMap { InputAxis(ownRangeOf: $0) }
        }
        var conditions: [InputCondition] = []
        for (place, text) in terms.conditions.enumerated() {
            do throws(StrategyProblems) {
                conditions.append(try InputCondition(text, inputs: strategy.program.inputs))
            } catch {
                problems.append(
                    .init(
                        pointer: "/where/\(place)",
                        detail: error.problems.map(\.inOneLine).joined(separator: "; ")))
            }
        }
        if axes.isEmpty, problems.isEmpty {
            let names = strategy.declaration.parameters.map { "'\($0.name)'" }
            problems.append(
                .init(
                    pointer: "/grid",
                    detail: "name an input to vary, such as NAME=1..9:2: '"
                        + "\(strategy.declaration.name)' has \(names.joined(separator: ", "))"))
        }
        guard problems.isEmpty else { throw SetProblems(problems: problems) }
        // In the order of the strategy.
        let order = strategy.declaration.parameters.map(\.name)
        self.axes = axes.sorted {
            (order.firstIndex(of: $0.name) ?? 0) < (order.firstIndex(of: $1.name) ?? 0)
        }
        self.conditions = conditions
    }

    /// The sets.
    func sets() throws(SetProblems) -> ParameterSets {
        let product = Self.product(axes.map(\.values.count))
        if let random, product.map({ $0 > random }) ?? true { return try drawn(random) }
        guard let product, product <= ParameterSets.most else {
            let words = axes.map { "\($0.name) \($0.values.count)" }.joined(separator: " × ")
            let count = product.map(String.init) ?? "more than \(Int.max)"
            throw Self.problem(
                "\(words) values are \(count) sets; at most \(ParameterSets.most) are run: take "
                    + "larger steps, or draw some with random")
        }
        var picked = Picked(axes.count)
        for place in 0..<product { pick(digits(of: place), &picked) }
        let named = Self.product(axes.map(\.named)) ?? product
        return try picked.sets(axes, repeated: named - product, isRandom: random != nil)
    }

    /// So many distinct sets, drawn digit by digit; those that a condition drops are drawn again.
    private func drawn(_ count: Int) throws(SetProblems) -> ParameterSets {
        var generator = SplitMix64(seed: seed)
        var picked = Picked(axes.count)
        var seen: Set<[Int]> = []
        var tries = 0
        while picked.places.count < count, tries < count * 200 + 10_000 {
            tries += 1
            let digits = axes.map { axis in
                Int(
                    generator.next().multipliedFullWidth(by: UInt64(axis.values.count)).high)
            }
            if seen.insert(digits).inserted { pick(digits, &picked) }
        }
        guard picked.places.count == count || picked.places.isEmpty else {
            throw Self.problem(
                "of \(tries) sets that were drawn only \(picked.places.count) are good and "
                    + "distinct, of the \(count) that are asked for: ask for fewer, or widen the "
                    + "ranges", at: "/random")
        }
        picked.places.sort { $0.lexicographicallyPrecedes($1) }
        return try picked.sets(axes, repeated: 0, isRandom: true)
    }

    /// What was found so far.
    private struct Picked {
        /// Of each set the place of the value of each axis.
        var places: [[Int]] = []
        var dropped = 0
        /// Why the first set was dropped that makes no strategy.
        var reason: String?

        init(_ axes: Int) {}

        func sets(
            _ axes: [InputAxis], repeated: Int, isRandom: Bool
        ) throws(SetProblems) -> ParameterSets {
            guard !places.isEmpty else {
                throw SetSearch.problem(
                    "no set is left: \(dropped) were dropped" + (reason.map { "; \($0)" } ?? ""))
            }
            return ParameterSets(
                names: axes.map(\.name),
                columns: axes.indices.map { axis in places.map { axes[axis].values[$0[axis]] } },
                repeated: repeated, dropped: dropped, isRandom: isRandom)
        }
    }

    /// Takes a set, unless a condition or the strategy itself drops it.
    private func pick(_ digits: [Int], _ picked: inout Picked) {
        var values = fixed
        for (axis, digit) in zip(axes, digits) { values[axis.name] = axis.values[digit] }
        let all = defaults.merging(values) { $1 }
        guard conditions.allSatisfy({ $0.holds(all) }) else {
            picked.dropped += 1
            picked.reason = picked.reason ?? "no set meets the conditions"
            return
        }
        do throws(StrategyProblems) {
            _ = try strategy.program.bind(values)
            picked.places.append(digits)
        } catch {
            picked.dropped += 1
            picked.reason =
                picked.reason ?? error.problems.map(\.message).joined(separator: "; ")
        }
    }

    /// The places of the values of a set of the whole grid.
    private func digits(of place: Int) -> [Int] {
        var rest = place
        var digits: [Int] = []
        for axis in axes.reversed() {
            digits.append(rest % axis.values.count)
            rest /= axis.values.count
        }
        return digits.reversed()
    }

    private static func product(_ counts: [Int]) -> Int? {
        counts.reduce(1 as Int?) { product, count in
            product.flatMap {
                let (value, overflow) = $0.multipliedReportingOverflow(by: count)
                return overflow ? nil : value
            }
        }
    }

    private static func problem(_ detail: String, at pointer: String = "/grid") -> SetProblems {
        SetProblems(problems: [.init(pointer: pointer, detail: detail)])
    }
}
