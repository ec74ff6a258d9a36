import ArgumentParser

/// `tapedeck strategy`: what whoever writes a strategy needs.
struct StrategyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategy",
        abstract: "Write strategies: new, check, explain, format, columns.",
        discussion: """
            A strategy is a text file, NAME.strategy; Schemas/strategy-language.md tells its \
            language. `tapedeck strategy new NAME` writes one to begin with, and \
            `tapedeck scan ./NAME.strategy` runs it. \(ProgramExit.help)
            """,
        subcommands: [
            StrategyNewCommand.self, StrategyCheckCommand.self, StrategyExplainCommand.self,
            StrategyFormatCommand.self, StrategyColumnsCommand.self,
        ])
}
