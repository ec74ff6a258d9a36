import ArgumentParser
import Backtesting
import ProgramFiles
import ScanEvents
import StrategyFiles
import StrategyText

/// A strategy as it is named on the command line: by its name, or by the path of its file.
///
/// What has a `/` in it or ends in `.strategy` is a path; a name opens no file but one of the
/// directory of strategies.
struct StrategyArgument: ExpressibleByArgument {
    /// What was written.
    let text: String

    init(argument: String) { text = argument }

    /// Whether it is the path of a file.
    var isPath: Bool { text.contains("/") || text.hasSuffix(StrategyName.suffix) }

    /// The name of the strategy: as written, or the file's without what ends it.
    var name: String {
        guard isPath else { return text }
        let file = text.split(separator: "/").last.map(String.init) ?? text
        return file.hasSuffix(StrategyName.suffix)
            ? String(file.dropLast(StrategyName.suffix.count)) : file
    }

    /// The bytes of the file.
    ///
    /// - Throws: `ValidationError` where it cannot be read.
    func bytes() throws -> [UInt8] {
        do {
            return try RegularFile(text).bytes(limitBytes: StrategyProgram.mostBytes)
        } catch {
            throw ValidationError("the strategy \(error)")
        }
    }

    /// The text of the file, checked for a run; nil where this is a name.
    ///
    /// Mistakes and warnings are told on standard error as a compiler tells them.
    ///
    /// - Parameter untold: the kinds of warning that make no sense where it is run.
    /// - Returns: the text.
    /// - Throws: what ends the program: the file cannot be read, or is no strategy.
    func checkedText(leavingOut untold: Set<StrategyProblem.Code> = []) throws -> String? {
        guard isPath else { return nil }
        let text = try bytes()
        do throws(StrategyFolderError) {
            try StrategyName.check(name)
        } catch {
            // Whether it is that strategy, the request is asked.
            if case .badName = error {
                throw ValidationError("\(self.text): \(error), and the file's name is its name")
            }
        }
        let report = StrategyCheckReport(text, name: name)
        StrategyProblems(problems: report.problems.filter { !untold.contains($0.code) })
            .tell(file: self.text)
        guard let program = report.program else { throw ProgramExit.wrongCommand.error }
        return program.text
    }

    /// The strategy that is meant.
    ///
    /// - Throws: what ends the program: there is none, or it has mistakes.
    func strategy(in folder: StrategyFolder) throws -> NamedStrategy {
        guard isPath else {
            do throws(BacktestError) {
                return try folder.strategy(text)
            } catch {
                throw ValidationError("\(error)")
            }
        }
        let report = StrategyCheckReport(try bytes(), name: name)
        guard let strategy = report.strategy else {
            StrategyProblems(problems: report.problems).tell(file: text)
            throw ProgramExit.wrongCommand.error
        }
        return strategy
    }
}

extension StrategyProblems {
    /// Tells them on standard error, as a compiler does.
    func tell(file: String) {
        guard !problems.isEmpty else { return }
        let lines = rendered(file: file).split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines { Console.standardError.say(String(line)) }
    }
}
