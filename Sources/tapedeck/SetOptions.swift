import ArgumentParser
import ScanEvents

/// The options that say which sets of parameters a sweep tries, and how it judges them.
struct SetOptions: ParsableArguments {
    @Option(
        name: .customLong("grid"),
        help: ArgumentHelp(
            "The values of an input: period=10..50:5 from 10 to 50 in steps of 5, period=10..50 in "
                + "its own steps, or period=10,20,50; repeatable.", valueName: "name=values"))
    var grids: [String] = []

    @Option(
        help: ArgumentHelp(
            "Draw so many sets at random; without --grid of all inputs that have bounds.",
            valueName: "n"))
    var random: Int?

    @Option(help: "What they are drawn with: the same seed, the same sets.")
    var seed: Int?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "What the inputs of a set must meet, in the language of strategies, such as "
                + "'fast < slow'; repeatable.", valueName: "condition"))
    var conditions: [String] = []

    @Option(help: "The figure by which the best set is found.")
    var objective = SweepObjective.sharpe

    @Option(
        help: ArgumentHelp(
            "Choose a set in the first length of time, measure it in the second, then move on: "
                + "years, months, weeks or days.", valueName: "2y/6m"))
    var walkForward: String?

    /// What makes up the terms of a sweep.
    var terms: SweepTerms {
        var terms = SweepTerms()
        terms.grid = grids
        terms.random = random
        terms.seed = seed
        terms.conditions = conditions
        terms.objective = objective.rawValue
        terms.walkForward = walkForward
        return terms
    }

    func validate() throws {
        for (name, number, least) in [("random", random, 1), ("seed", seed, 0)] {
            if let number, number < least {
                throw ValidationError("--\(name) must be at least \(least)")
            }
        }
        if seed != nil, random == nil {
            throw ValidationError("--seed goes with --random: a grid has all of its sets")
        }
    }
}

extension SweepObjective: ExpressibleByArgument {}
