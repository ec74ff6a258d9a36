/// One number for each parameter of a strategy: those given, and defaults for the others.
package struct ParameterValues: Hashable, Sendable {
    /// The numbers by parameter name; every declared parameter has one.
    package let byName: [String: Double]

    /// Checks the given numbers against a declaration, and fills in the defaults.
    ///
    /// Throws `invalidParameters` with one problem for each wrong parameter, by name.
    package init(
        _ given: [String: Double], for declaration: StrategyDeclaration
    ) throws(BacktestError) {
        var values: [String: Double] = [:]
        var problems: [ParameterProblem] = []
        for parameter in declaration.parameters {
            let value = given[parameter.name] ?? parameter.default
            values[parameter.name] = value
            if let message = parameter.problem(with: value) {
                problems.append(ParameterProblem(parameter: parameter.name, message: message))
            }
        }
        let known = declaration.parameters.map { "'\($0.name)'" }.joined(separator: ", ")
        for name in given.keys.sorted() where values[name] == nil {
            problems.append(
                ParameterProblem(
                    parameter: name,
                    message: "'\(declaration.name)' has no parameter '\(name)'; it has \(known)"))
        }
        guard problems.isEmpty else {
            throw BacktestError.invalidParameters(strategy: declaration.name, problems)
        }
        byName = values
    }

    /// The number of a parameter; one that is not declared is a fault of the strategy.
    subscript(name: String) -> Double {
        guard let value = byName[name] else {
            preconditionFailure("parameter '\(name)' is read, but not declared")
        }
        return value
    }

    /// The number of a parameter declared as an integer.
    func integer(_ name: String) -> Int {
        Int(self[name])
    }
}

/// What is wrong with one parameter of a request.
package struct ParameterProblem: Hashable, Sendable {
    /// The name of the parameter as given.
    package let parameter: String
    /// What was given, and what would do.
    package let message: String
}

extension ParameterDeclaration {
    /// What is wrong with a value, or nil when it will do.
    func problem(with value: Double) -> String? {
        guard let range else {
            return value.isFinite ? nil : "'\(name)' is \(value); it must be a finite number"
        }
        let bounds = "from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        if kind == .integer, value.isFinite, value != value.rounded() {
            return "'\(name)' is \(value); it must be a whole number \(bounds)"
        }
        guard range.contains(value) else {
            return "'\(name)' is \(Self.text(value)); it must be \(bounds)"
        }
        return nil
    }

    /// Whole numbers without the `.0` of a Double.
    private static func text(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
