package import StrategyText

/// Why a strategy's file was not read, written or removed.
package enum StrategyFolderError: Error, Sendable {
    /// Strategies are read only here.
    case notWritable
    /// That is no name.
    case badName(String)
    /// A strategy of the program has that name.
    case builtInName(String)
    /// There is none of that name.
    case unknown(String)
    /// The file is another than was expected, or is there, or is not.
    case preconditionFailed(String)
    /// The text is no strategy.
    case problems(StrategyProblems)
    /// There are as many strategies as are read, or as much text.
    case full
    /// The file is none, or the system refused; the reason names no place of the machine.
    case file(name: String, reason: String)
}

extension StrategyFolderError: CustomStringConvertible {
    /// What is the matter, and what to do.
    package var description: String {
        switch self {
        case .notWritable:
            "strategies can only be read here; the operator allows writing with "
                + "--strategies-writable"
        case .badName(let name):
            "'\(name)' is no name of a strategy: one has 1 to 64 small letters, digits and _"
        case .builtInName(let name):
            "'\(name)' is taken by the program; take another name"
        case .unknown(let name): "there is no strategy '\(name)'"
        case .preconditionFailed(let name):
            "the strategy '\(name)' is not as you saw it last; read it again"
        case .problems(let problems):
            problems.problems.map { "\($0.line):\($0.column): \($0.message)" }
                .joined(separator: "; ")
        case .full:
            "there are too many strategies: at most \(StrategyFolder.mostFiles) files with "
                + "\(StrategyFolder.mostBytes / 1024 / 1024) MiB together; remove some"
        case .file(let name, let reason): "the strategy '\(name)' \(reason)"
        }
    }
}
