package import ArgumentParser
internal import Foundation
internal import Projections

extension AsyncParsableCommand {
    /// Runs the command that the program's arguments name, and ends the program if it fails.
    ///
    /// What a program says at its end may quote tapes, files and services, which must not reach
    /// the terminal as they are.
    package static func runProgram() async {
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        // Its words are one line; what stands around them are several.
        let error =
            (error as? ValidationError).map { ValidationError($0.message.harmless) } ?? error
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        if code == .success {
            print(text)
        } else if !text.isEmpty {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let harmless = lines.map { $0.harmless + "\n" }.joined()
            try? FileHandle.standardError.write(contentsOf: Data(harmless.utf8))
        }
        Foundation.exit(code.rawValue)
    }
}
