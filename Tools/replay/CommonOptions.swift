import AnalyticsExport
import ArgumentParser
import EventLog
import Foundation
import Projections
import Tapes
import TapeStreams
import Auditing

/// Where the tapes are and where the output goes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("var"),
        help: ArgumentHelp("The directory of the tapes.", valueName: "dir"))
    var variableDirectory = "./var"

    @Option(
        help: ArgumentHelp(
            "Write to this file instead of the terminal; - is standard output.", valueName: "path"))
    var output: String?

    /// The tapes.
    var archive: TapeArchive { TapeArchive(variableDirectory: variableDirectory) }

    /// Opens the tape that `job` names.
    func reader(of job: String) throws -> LogReader {
        try archive.reader(named: job)
    }

    /// Opens the tape that `job` names, of which something is stated as a whole: one that was cut
    /// off behind its seal is refused, and one that is not sealed is marked on standard error.
    func wholeReader(of job: String) throws -> LogReader {
        let reader = try reader(of: job)
        guard try reader.seal() == nil else { return reader }
        // A registry that cannot be read tells nothing; the audit says so.
        let registration = try? TapeRegistration(besideTapeAt: reader.path)
        if let expected = try registration?.seal(of: reader) {
            throw TapeError.altered(path: reader.path, expected: expected, found: nil)
        }
        warn(
            "Note: \(reader.path) is not sealed: nothing proves that nothing is missing behind its "
                + "record \(reader.tail.position.nextSeq - 1)")
        return reader
    }

    /// Runs a command's work and writes its output whole.
    ///
    /// Where the work throws, the program ends with 1 if what it read is damaged and with 2 if
    /// it could not run; what was written before goes out all the same.
    /// - Parameters:
    ///   - onTerminal: whether the terminal is written to even if there is an `--output`.
    ///   - work: what to do.
    /// - Returns: what the work returns.
    /// - Throws: `ExitCode`.
    func run<Value>(
        onTerminal: Bool = false, _ work: (inout Output) async throws -> Value
    ) async throws -> Value {
        var output: Output
        do {
            output = try Output(
                path: onTerminal ? nil : self.output, notIn: variableDirectory + "/scans")
        } catch {
            throw ended(by: error)
        }
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await work(&output))
        } catch {
            outcome = .failure(error)
        }
        do {
            try output.finish(hasFailed: (try? outcome.get()) == nil)
        } catch {
            throw ended(by: error)
        }
        switch outcome {
        case .success(let value): return value
        case .failure(let error): throw ended(by: error)
        }
    }

    /// Tells of an error on standard error and gives the exit code that it calls for.
    private func ended(by error: any Error) -> any Error {
        if error is ExitCode || error is ValidationError || error is CleanExit { return error }
        warn("Error: \(error)")
        return ExitCode(isFinding(error) ? 1 : 2)
    }

    /// Whether an error tells of what stands on a tape rather than of a failure to read it.
    private func isFinding(_ error: any Error) -> Bool {
        switch error {
        case LogError.corrupt, TapeError.log(.corrupt), TapeError.unreadableRecord,
            TapeError.altered, TapeError.unregistered, TapeError.gone,
            TapeError.misnamed, is TapeRepair.Failure, ExportError.unsound:
            true
        default: false
        }
    }
}

/// The tape that a command is about.
struct JobArgument: ParsableArguments {
    @Argument(help: "A scan's name, a unique prefix of one, `latest`, or a tape's path.")
    var job: String
}

/// Writes a line on standard error.
func warn(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data((line.harmless + "\n").utf8))
}

extension TapeMoment: ExpressibleByArgument {
    /// Reads a moment from the command line.
    public init?(argument: String) {
        self.init(argument)
    }
}
