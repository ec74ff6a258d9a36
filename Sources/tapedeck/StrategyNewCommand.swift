import ArgumentParser
import Storage
import StrategyFiles

/// `tapedeck strategy new`: a file to begin with.
struct StrategyNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a strategy to begin with, NAME.strategy, into this directory.",
        discussion: "The file runs as it is, and tells in comments what else there is.")

    @Argument(help: "The strategy's name: small letters, digits and _.")
    var name: String

    func run() throws {
        let name =
            name.hasSuffix(StrategyName.suffix)
            ? String(name.dropLast(StrategyName.suffix.count)) : name
        do throws(StrategyFolderError) {
            try StrategyName.check(name)
        } catch {
            throw ValidationError("\(error)")
        }
        let path = name + StrategyName.suffix
        do throws(FileError) {
            try PosixFileSystem().write(StrategyTemplate.text(named: name), toNew: path)
        } catch {
            throw error.isTaken
                ? ValidationError("\(path) is there already; take another name") : Failure(error)
        }
        try printResult([
            "Wrote \(path). What to do with it:",
            "  tapedeck strategy check \(path)",
            "  tapedeck strategy explain \(path)",
            "  tapedeck backtest \(path) AAPL",
            "  tapedeck scan \(path)",
        ])
    }
}
