extension StrategyProgram {
    /// The plan for chosen values of inputs; those that are not named have their defaults.
    ///
    /// Throws when a name is no input, a value is not one of its range, a length comes out of its
    /// bounds or a requirement is not met. O(count of the text).
    package func bind(_ values: [String: Double]) throws(StrategyProblems) -> StrategyPlan {
        var problems = ProblemList(source)
        var inputs = checked.inputs.map(\.initial)
        for name in values.keys.sorted() {
            guard let place = checked.inputs.firstIndex(where: { $0.name == name }),
                let value = values[name]
            else {
                problems.add(
                    .inputValue, at: 0..<1,
                    "there is no input '\(Suggestion.shown(name))'"
                        + Suggestion.question(for: name, in: checked.inputs.map(\.name)))
                continue
            }
            inputs[place] = value
            if let refusal = checked.inputs[place].refusal(of: value) {
                problems.add(.inputValue, at: checked.inputPlaces[place], refusal)
            }
        }
        guard problems.isEmpty else { throw StrategyProblems(problems: problems.found.inOrder) }
        var binder = Binder(checked, inputs: inputs, catalogue, source, sentences: sentences)
        return try binder.bind()
    }
}
