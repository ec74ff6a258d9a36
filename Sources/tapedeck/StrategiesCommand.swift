import ArgumentParser
import Backtesting

/// `tapedeck strategies`: what can be scanned with.
struct StrategiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategies", abstract: "List the strategies, their rules and parameters.")

    func run() {
        for strategy in Strategies.all {
            print("\(strategy.name): \(strategy.title)")
            print("  \(strategy.summary)")
            for rule in strategy.rules { print("  - \(rule)") }
            for parameter in strategy.parameters {
                print(
                    "  --param \(parameter.name)=\(number(parameter.default))  "
                        + "\(parameter.kind.rawValue) \(number(parameter.range.lowerBound))…"
                        + "\(number(parameter.range.upperBound)) step \(number(parameter.step))  "
                        + parameter.summary)
            }
        }
    }

    private func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
