import Foundation
import TestSupport

/// A directory in which somebody writes strategies, and the program that is run there.
struct StrategyDesk {
    /// A strategy whose columns and trades are easy to see.
    static let upDays = """
        strategy "Up days" language 1
        input days = 2 from 1 to 9
        up = rising(close, days)
        change = close - close[1]
        enter long when up
        exit long when not up "Leave after a day that did not rise."

        """

    /// The directory.
    let directory: String

    /// Runs `tapedeck` in the directory.
    func run(
        _ arguments: [String], environment: [String] = []
    ) async throws -> Program.Outcome {
        try await Program.system("sh").run(
            ["-c", #"cd "$0" && exec env "$@""#, directory] + environment
                + [Program.productPath("tapedeck")] + arguments)
    }

    /// Writes a file, and the directories above it.
    func write(_ text: String, _ name: String) throws {
        let path = "\(directory)/\(name)"
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
            withIntermediateDirectories: true)
        try writeFile(Array(text.utf8), to: path)
    }

    /// The names of what is in the directory, sorted.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }
    }
}
