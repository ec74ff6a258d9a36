import ArgumentParser
import Backtesting

/// `tapedeck strategies`: what can be scanned with.
struct StrategiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategies", abstract: "List the strategies, their rules and parameters.")

    func run() throws {
        var lines: [String] = []
        for strategy in StrategyLibrary.builtIn.declarations {
            lines.append("\(strategy.name): \(strategy.title)")
            lines.append("  \(strategy.summary)")
            for rule in strategy.rules { lines.append("  - \(rule)") }
            for parameter in strategy.parameters {
                lines.append(
                    "  --param \(parameter.name)=\(number(parameter.default))  "
                        + "\(parameter.kind.rawValue) \(number(parameter.range.lowerBound))…"
                        + "\(number(parameter.range.upperBound)) step \(number(parameter.step))  "
                        + parameter.summary)
            }
        }
        try printResult(lines)
    }

    private func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
