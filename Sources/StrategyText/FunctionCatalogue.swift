package import Indicators

/// The functions that a strategy may call besides those of the language itself.
package struct FunctionCatalogue: Sendable {
    /// The functions by name.
    package let functions: [String: IndicatorFunction]

    /// Makes a catalogue; the names differ from each other.
    package init(_ functions: [IndicatorFunction]) {
        self.functions = Dictionary(functions.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The functions whose one column is truth, 1 and 0, and not a number.
    static let ofTruth: Set<String> = ["falling", "rising"]

    /// The names of all functions, those of the language included.
    var names: [String] { Array(functions.keys) + Words.ownFunctions }
}

extension IndicatorFunction {
    /// A call as a message shows it, such as `rsi(x, n)`.
    package var signature: String {
        let names = arguments.map { argument in
            switch argument {
            case .series(let name), .truth(let name), .length(let name, _), .number(let name): name
            }
        }
        return "\(name)(\(names.joined(separator: ", ")))"
    }
}
