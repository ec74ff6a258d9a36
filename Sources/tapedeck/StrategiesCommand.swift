import ArgumentParser
import Backtesting
import StrategyFiles
import StrategyText

/// `tapedeck strategies`: what can be scanned with.
struct StrategiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategies",
        abstract: "List the strategies, the program's and yours, with rules and parameters.",
        discussion: "Those of your directory that cannot be used come last, with their mistakes.")

    @OptionGroup var place: StrategyPlaceOptions

    func run() async throws {
        let path = try place.path(try await Settings())
        let library = StrategyFolder(path: path).library()
        var lines: [String] = []
        for strategy in library.declarations {
            lines.append("\(strategy.name): \(strategy.title)")
            lines.append("  \(strategy.summary)")
            for rule in strategy.rules { lines.append("  - \(rule)") }
            for parameter in strategy.parameters {
                lines.append(
                    "  --param \(parameter.name)=\(number(parameter.default))  "
                        + "\(parameter.kind.rawValue) \(range(parameter))  "
                        + parameter.summary)
            }
        }
        for strategy in library.broken {
            lines.append("\(strategy.name): cannot be used")
            let file = "\(path)/\(strategy.name)\(StrategyName.suffix)"
            lines += StrategyProblems(problems: strategy.problems).rendered(file: file)
                .split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        }
        try printResult(lines)
    }

    private func range(_ parameter: ParameterDeclaration) -> String {
        let range = parameter.range.map { "\(number($0.lowerBound))…\(number($0.upperBound))" }
        return (range ?? "any") + (parameter.step > 0 ? " step \(number(parameter.step))" : "")
    }

    private func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
