import ArgumentParser
import Foundation
import Projections
import ScanHistory
import Scanning
import UnixSignals

/// `tapedeck scan`: one scan in the foreground.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Run one scan and show its progress.")

    @Argument(help: "The strategy; `tapedeck strategies` lists them.")
    var strategy: String

    @OptionGroup var request: RequestOptions
    @OptionGroup var directory: DirectoryOption
    @OptionGroup var pace: PaceOptions

    @Option(help: "Report progress each time this many stocks more are done.")
    var every: Int?

    @Flag(help: "Print the result, one JSON object, on standard output and nothing else.")
    var json = false

    func validate() throws {
        if let every, every < 1 { throw ValidationError("--every must be at least 1") }
    }

    func run() async throws {
        do {
            let plan = try ScanPlan(
                try request.request(strategy: strategy), sources: priceSources(directory))
            let history = try await openHistory(directory)
            if !history.interrupted.isEmpty {
                warn("\(history.interrupted.count) scans were cut off; see `tapedeck resume`")
            }
            // Before there is a tape that a signal could leave open-ended.
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            let recorder = try await plan.record(in: history)
            let control = ScanControl()
            let scan = Scan(
                plan, recorder: recorder, control: control, settings: pace.settings)
            let state = try await show(scan, recorder.reader, control, signals, every: every)
            try report(state, tape: history.archive.path(of: recorder.job))
        } catch let refusal as ScanRefusal {
            throw ValidationError(refusal.description)
        } catch let error as HistoryError {
            throw Failure(error)
        }
    }

    private func report(_ state: ScanState, tape: String) throws {
        if json {
            guard state.phase == .completed else { throw exit(for: state) }
            try FileHandle.standardOutput.write(
                contentsOf: Data(state.completeMessage + [UInt8(ascii: "\n")]))
            return
        }
        print(state.summary.joined(separator: "\n"))
        print("Tape: \(tape)")
        if state.phase != .completed { throw exit(for: state) }
    }

    private func exit(for state: ScanState) -> ExitCode {
        state.phase == .cancelled ? ExitCode(130) : ExitCode(1)
    }
}
