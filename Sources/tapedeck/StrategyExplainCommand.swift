import ArgumentParser
import StrategyFiles

/// `tapedeck strategy explain`: what a strategy does, in words.
struct StrategyExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell in words what a strategy computes and when it trades.")

    @Argument(
        help: ArgumentHelp(
            "A strategy's file, its path with a / or .strategy; or a strategy's name.",
            valueName: "file|name"))
    var strategy: StrategyArgument

    @OptionGroup var place: StrategyPlaceOptions

    func run() async throws {
        let folder = StrategyFolder(path: try place.path(try await Settings()))
        try printResult(StrategyExplanation(try strategy.strategy(in: folder)).lines)
    }
}
